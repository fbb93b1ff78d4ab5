import type { PageLanguage } from '../web/public-page.ts'

export interface Texts {
  title: string
  /** `{address}` is the address, masked. */
  forAddress: string
  choose: string
  marketing: string
  tracking: string
  button: string
  save: string
  oneToOne: string
  alreadyMarketing: string
  alreadyTracking: string
  done: string
  marketingDone: string
  trackingDone: string
  nothingChosen: string
  nobody: string
  nobodyText: string
}

/** What stands on the page, in the languages of the product. */
export const texts: Record<PageLanguage, Texts> = {
  en: {
    title: 'Unsubscribe',
    forAddress: 'This is about email to {address}.',
    choose: 'What should stop?',
    marketing: 'Marketing email',
    tracking: 'Noting whether I open email or follow its links',
    button: 'Unsubscribe',
    save: 'Save',
    oneToOne: 'Answers and messages that a person writes to you are not affected.',
    alreadyMarketing: 'You receive no marketing email any more.',
    alreadyTracking: 'Whether you open email is not noted.',
    done: 'Done',
    marketingDone: 'You will receive no more marketing email from us. This holds from now on.',
    trackingDone: 'Whether you open email or follow its links is no longer noted, for earlier email too.',
    nothingChosen: 'Nothing was chosen, so nothing was changed.',
    nobody: 'Nothing to unsubscribe',
    nobodyText: 'This link belongs to no address we write to. You need to do nothing.',
  },
  de: {
    title: 'Abmelden',
    forAddress: 'Es geht um E-Mails an {address}.',
    choose: 'Was soll aufhören?',
    marketing: 'Werbe-E-Mails',
    tracking: 'Festhalten, ob ich E-Mails öffne oder ihren Links folge',
    button: 'Abmelden',
    save: 'Speichern',
    oneToOne: 'Antworten und Nachrichten, die Ihnen ein Mensch schreibt, sind davon nicht betroffen.',
    alreadyMarketing: 'Sie erhalten keine Werbe-E-Mails mehr.',
    alreadyTracking: 'Ob Sie E-Mails öffnen, wird nicht festgehalten.',
    done: 'Erledigt',
    marketingDone: 'Sie erhalten von uns keine Werbe-E-Mails mehr. Das gilt ab sofort.',
    trackingDone:
      'Ob Sie E-Mails öffnen oder ihren Links folgen, wird nicht mehr festgehalten, auch bei früheren E-Mails.',
    nothingChosen: 'Es war nichts gewählt, also wurde nichts geändert.',
    nobody: 'Nichts abzumelden',
    nobodyText: 'Dieser Link gehört zu keiner Adresse, an die wir schreiben. Sie müssen nichts tun.',
  },
  fr: {
    title: 'Se désabonner',
    forAddress: 'Il s’agit des e-mails adressés à {address}.',
    choose: 'Que faut-il arrêter ?',
    marketing: 'Les e-mails publicitaires',
    tracking: 'L’enregistrement de mes ouvertures d’e-mails et de mes clics',
    button: 'Se désabonner',
    save: 'Enregistrer',
    oneToOne: 'Les réponses et les messages qu’une personne vous écrit ne sont pas concernés.',
    alreadyMarketing: 'Vous ne recevez plus d’e-mails publicitaires.',
    alreadyTracking: 'L’ouverture de vos e-mails n’est pas enregistrée.',
    done: 'C’est fait',
    marketingDone: 'Vous ne recevrez plus d’e-mails publicitaires de notre part, dès maintenant.',
    trackingDone: 'Vos ouvertures et vos clics ne sont plus enregistrés, y compris pour les e-mails déjà reçus.',
    nothingChosen: 'Rien n’était choisi, rien n’a donc été modifié.',
    nobody: 'Rien à désabonner',
    nobodyText: 'Ce lien ne correspond à aucune adresse à laquelle nous écrivons. Vous n’avez rien à faire.',
  },
  es: {
    title: 'Cancelar la suscripción',
    forAddress: 'Se trata del correo enviado a {address}.',
    choose: '¿Qué debe terminar?',
    marketing: 'El correo publicitario',
    tracking: 'Registrar si abro el correo o sigo sus enlaces',
    button: 'Cancelar la suscripción',
    save: 'Guardar',
    oneToOne: 'Las respuestas y los mensajes que le escribe una persona no se ven afectados.',
    alreadyMarketing: 'Ya no recibe correo publicitario.',
    alreadyTracking: 'No se registra si abre el correo.',
    done: 'Hecho',
    marketingDone: 'No recibirá más correo publicitario nuestro, desde este momento.',
    trackingDone: 'Ya no se registra si abre el correo o sigue sus enlaces, tampoco en correos anteriores.',
    nothingChosen: 'No se eligió nada, así que nada ha cambiado.',
    nobody: 'No hay nada que cancelar',
    nobodyText: 'Este enlace no pertenece a ninguna dirección a la que escribamos. No tiene que hacer nada.',
  },
}
