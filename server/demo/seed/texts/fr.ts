import { type Scenario, them, us } from './scenario.ts'

export const fr: Scenario[] = [
  {
    subject: '[Demande de devis : {product}|Devis {qty} × {product}|Prix pour {qty} {product}]',
    turns: [
      them(
        'Nous souhaitons équiper {line} de {qty} {product} [avant l’arrêt d’été|au prochain trimestre]. Pourriez-vous nous adresser un devis, supports et mise en service compris, livraison à {site} ?\n\n[Le budget est validé, il faut simplement aller vite.|Le cahier des charges suit dans la semaine.]',
      ),
      us(
        'Merci pour votre demande. Vous trouverez ci-joint notre devis {ref} : {amount}, rendu {site}. [Le délai est actuellement de cinq semaines.|Nous pouvons livrer en semaine {week}.]',
        'Devis {ref}.pdf',
      ),
      them(
        'Bien reçu. [La mise en service me paraît un peu chère, nous l’avions faite nous-mêmes la dernière fois.|Un geste sur les supports serait apprécié.]',
      ),
      us(
        'C’est entendu : le devis révisé ci-joint s’élève à {lower}. Il reste valable jusqu’au {date}.',
        'Devis {ref} rév. B.pdf',
      ),
      them('[Parfait, la commande {po} part aujourd’hui.|Bon pour accord, les achats vous envoient la commande {po}.]'),
    ],
  },
  {
    subject: '[Faux rejets sur {line}|{product} : rejets de bonnes pièces|Problème sur {line} depuis lundi]',
    turns: [
      them(
        'Depuis [lundi|le changement de série], la {product} de {line} rejette environ 3 % de bonnes pièces. [Nous avons nettoyé l’optique, sans effet.|Quelques images en pièce jointe.] Avez-vous une idée ?',
        'images {line}.zip',
      ),
      us(
        'Sur vos images, le bord gauche est nettement plus sombre que la référence : un segment de l’éclairage est sans doute éteint. Pouvez-vous vérifier avec une feuille blanche et me donner le numéro de série ?',
      ),
      them('C’est bien cela, un segment est mort. Numéro de série {serial}.'),
      us(
        'Un anneau de remplacement part ce soir, sous garantie. En attendant, montez le gain à 6 dB dans la recette : cela devrait suffire.',
      ),
      them('[Avec le gain, nous sommes à 0,4 %.|C’est réparé.] Merci de votre réactivité !'),
    ],
  },
  {
    subject: '[{fair} : on se voit ?|Rendez-vous sur le {fair}|Votre visite au {fair}]',
    turns: [
      us(
        'Serez-vous au {fair} cette année ? Nous y présentons la {product} dans le hall {hall}, et je serais ravi de vous la montrer. [Mardi|Mercredi] vers {time}, cela vous irait ?',
      ),
      them(
        '[Avec plaisir, je viendrai avec un collègue des méthodes.|Oui, mais plutôt le matin.] Le contrôle des surfaces transparentes nous intéresse tout particulièrement.',
      ),
      us('C’est noté. J’aurai des échantillons de verre sur le stand. À très bientôt !'),
    ],
  },
  {
    subject: '[Livraison de la commande {po}|Commande {po} : délai ?|Où en est la commande {po} ?]',
    turns: [
      them(
        'Pourriez-vous me dire où en est notre commande {po} ? Elle était annoncée en semaine {thisweek}, et [l’arrêt de ligne est fixé à {weekday}|les monteurs sont réservés].',
      ),
      us('Elle est partie hier soir de Fribourg, numéro de suivi {tracking}. Livraison prévue {weekday}.'),
      them('[Tout est bien arrivé ce matin.|Reçue, un carton un peu abîmé mais le contenu est intact.] Merci.'),
    ],
  },
  {
    subject: '[Compte rendu de notre visite|Suite à notre échange|Résumé de notre réunion]',
    turns: [
      us(
        'Merci pour votre accueil et pour la visite de l’atelier. En résumé :\n\n– démarrage sur {line} avec {qty} postes\n– objectif : 99 % de détection à pleine cadence\n– vous vérifiez le passage des câbles, nous envoyons les plans d’ici {weekday}',
      ),
      them(
        '[Tout est juste. J’ajoute que l’armoire doit être en inox.|C’est exact. Le service informatique aura quelques questions sur le réseau.]',
      ),
      us(
        '[Nous avons une version inox, comptez deux semaines de plus.|Avec plaisir, je mets Jonas Brandt en copie.] Les plans sont ci-joints.',
        'Plans VX-7 {ref}.pdf',
      ),
      them('Merci, je transmets au bureau d’études.'),
    ],
  },
  {
    subject: '[Essai de la {product}|Prêt d’une {product}|Test sur {line}]',
    turns: [
      them(
        'Serait-il possible d’avoir une {product} en prêt pendant quatre semaines ? [Nous la mettrions à côté de l’ancien système.|Si les résultats sont bons, deux autres lignes suivront.]',
      ),
      us(
        'Volontiers. Une machine de démonstration est libre à partir du {date}. Le contrat de prêt est joint ; je viendrai moi-même le premier jour.',
        'Contrat de prêt {ref}.pdf',
      ),
      them('Contrat signé en retour.', 'Contrat de prêt {ref} signé.pdf'),
      us('Merci ! Expédition {weekday}, et je serai chez vous à 8 h.'),
      them(
        'Après deux semaines : [99 % de détection, contre 93 avec l’ancien|les microfissures sont toutes vues]. Pouvons-nous parler prix {weekday} ?',
      ),
    ],
  },
  {
    subject: '[Facture {ref}|Question sur la facture {ref}|Facture {ref} : numéro de commande]',
    turns: [
      them(
        'Il manque notre numéro de commande {po} sur la facture {ref}. Pourriez-vous nous en adresser une nouvelle ?',
      ),
      us('Toutes nos excuses. La facture corrigée est jointe, l’ancienne est annulée.', 'Facture {ref}-1.pdf'),
      them('C’est parfait, merci. Règlement à la fin du mois.'),
    ],
  },
]
