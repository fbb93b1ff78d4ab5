import type { FormDefinitionInput, FormLanguage, StandardField } from './schema.ts'

/** What a form says by itself, in the language of its visitors. */
export interface Words {
  fields: Record<StandardField, string>
  submit: string
  required: string
  optional: string
  missing: string
  email: string
  tooLong: string
  wrong: string
  choose: string
  mustAgree: string
  errors: string
  again: string
  thanks: string
  look: string
  goOn: string
  privacy: string
  leaveEmpty: string
  closed: string
  notFound: string
  tooMany: string
  failed: string
  consent: string
  confirmTitle: string
  confirmText: string
  confirmButton: string
  confirmed: string
  expired: string
  subject: string
  mail: string
  ignore: string
}

export const wordsOf: Record<FormLanguage, Words> = {
  en: {
    fields: {
      email: 'Email address',
      firstName: 'First name',
      lastName: 'Last name',
      phone: 'Phone',
      jobTitle: 'Job title',
      company: 'Company',
      country: 'Country',
      message: 'Message',
    },
    submit: 'Send',
    required: 'required',
    optional: 'optional',
    missing: 'Please fill this in.',
    email: 'Please write an email address, for example name@example.com.',
    tooLong: 'This is too long.',
    wrong: 'Please check this.',
    choose: 'Please choose',
    mustAgree: 'Please tick this box to go on.',
    errors: 'Please check what you entered',
    again: 'This page was open for a long time. Please send it once more.',
    thanks: 'Thank you. We have received your details.',
    look: 'Please look into your inbox too: where a confirmation is needed, you find a link there.',
    goOn: 'Continue',
    privacy: 'Privacy notice',
    leaveEmpty: 'Leave this empty',
    closed: 'This form is closed.',
    notFound: 'There is nothing at this address. Check the link.',
    tooMany: 'Too many tries. Please wait a few minutes and send it again.',
    failed: 'Something went wrong on our side. Please try again in a few minutes.',
    consent: 'Yes, send me news and offers by email. I can withdraw this at any time.',
    confirmTitle: 'Please confirm',
    confirmText: 'Press the button to confirm that you want to receive email at this address.',
    confirmButton: 'Confirm',
    confirmed: 'Thank you, this is confirmed.',
    expired: 'This link has expired. Please fill in the form again.',
    subject: 'Please confirm your email address',
    mail: 'You filled in a form on our site and agreed to receive email. Please confirm with this link that it was you:',
    ignore: 'The link is valid for 7 days. If it was not you, do nothing: what was entered is then deleted.',
  },
  de: {
    fields: {
      email: 'E-Mail-Adresse',
      firstName: 'Vorname',
      lastName: 'Nachname',
      phone: 'Telefon',
      jobTitle: 'Position',
      company: 'Firma',
      country: 'Land',
      message: 'Nachricht',
    },
    submit: 'Absenden',
    required: 'Pflichtfeld',
    optional: 'freiwillig',
    missing: 'Bitte füllen Sie dieses Feld aus.',
    email: 'Bitte geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.com.',
    tooLong: 'Das ist zu lang.',
    wrong: 'Bitte prüfen Sie diese Angabe.',
    choose: 'Bitte wählen',
    mustAgree: 'Bitte kreuzen Sie dieses Feld an, um fortzufahren.',
    errors: 'Bitte prüfen Sie Ihre Angaben',
    again: 'Diese Seite war lange geöffnet. Bitte senden Sie sie noch einmal ab.',
    thanks: 'Vielen Dank. Ihre Angaben sind angekommen.',
    look: 'Bitte sehen Sie auch in Ihr Postfach: Wo eine Bestätigung nötig ist, finden Sie dort einen Link.',
    goOn: 'Weiter',
    privacy: 'Datenschutzhinweise',
    leaveEmpty: 'Bitte leer lassen',
    closed: 'Dieses Formular ist geschlossen.',
    notFound: 'Unter dieser Adresse gibt es nichts. Prüfen Sie den Link.',
    tooMany: 'Zu viele Versuche. Bitte warten Sie einige Minuten und senden Sie es dann noch einmal.',
    failed: 'Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es in einigen Minuten noch einmal.',
    consent: 'Ja, ich möchte Neuigkeiten und Angebote per E-Mail erhalten. Das kann ich jederzeit widerrufen.',
    confirmTitle: 'Bitte bestätigen',
    confirmText: 'Bestätigen Sie mit der Schaltfläche, dass Sie E-Mails an diese Adresse erhalten möchten.',
    confirmButton: 'Bestätigen',
    confirmed: 'Vielen Dank, das ist bestätigt.',
    expired: 'Dieser Link ist abgelaufen. Bitte füllen Sie das Formular noch einmal aus.',
    subject: 'Bitte bestätigen Sie Ihre E-Mail-Adresse',
    mail: 'Sie haben ein Formular auf unserer Seite ausgefüllt und dem Empfang von E-Mails zugestimmt. Bitte bestätigen Sie mit diesem Link, dass Sie es waren:',
    ignore: 'Der Link gilt 7 Tage. Wenn Sie es nicht waren, tun Sie bitte nichts: Die Angaben werden dann gelöscht.',
  },
  fr: {
    fields: {
      email: 'Adresse e-mail',
      firstName: 'Prénom',
      lastName: 'Nom',
      phone: 'Téléphone',
      jobTitle: 'Fonction',
      company: 'Société',
      country: 'Pays',
      message: 'Message',
    },
    submit: 'Envoyer',
    required: 'obligatoire',
    optional: 'facultatif',
    missing: 'Veuillez remplir ce champ.',
    email: 'Veuillez saisir une adresse e-mail, par exemple nom@example.com.',
    tooLong: 'Ce texte est trop long.',
    wrong: 'Veuillez vérifier cette valeur.',
    choose: 'Veuillez choisir',
    mustAgree: 'Veuillez cocher cette case pour continuer.',
    errors: 'Veuillez vérifier votre saisie',
    again: 'Cette page est restée ouverte longtemps. Veuillez l’envoyer encore une fois.',
    thanks: 'Merci. Nous avons bien reçu vos informations.',
    look: 'Consultez aussi votre boîte de réception : si une confirmation est nécessaire, vous y trouverez un lien.',
    goOn: 'Continuer',
    privacy: 'Protection des données',
    leaveEmpty: 'Laissez ce champ vide',
    closed: 'Ce formulaire est fermé.',
    notFound: 'Il n’y a rien à cette adresse. Vérifiez le lien.',
    tooMany: 'Trop d’essais. Patientez quelques minutes, puis envoyez de nouveau.',
    failed: 'Une erreur est survenue de notre côté. Réessayez dans quelques minutes.',
    consent:
      'Oui, je souhaite recevoir des nouvelles et des offres par e-mail. Je peux retirer cet accord à tout moment.',
    confirmTitle: 'Veuillez confirmer',
    confirmText: 'Appuyez sur le bouton pour confirmer que vous souhaitez recevoir des e-mails à cette adresse.',
    confirmButton: 'Confirmer',
    confirmed: 'Merci, c’est confirmé.',
    expired: 'Ce lien a expiré. Veuillez remplir de nouveau le formulaire.',
    subject: 'Veuillez confirmer votre adresse e-mail',
    mail: 'Vous avez rempli un formulaire sur notre site et accepté de recevoir des e-mails. Confirmez par ce lien que c’était bien vous :',
    ignore:
      'Le lien est valable 7 jours. Si ce n’était pas vous, ne faites rien : les données saisies seront effacées.',
  },
  es: {
    fields: {
      email: 'Correo electrónico',
      firstName: 'Nombre',
      lastName: 'Apellidos',
      phone: 'Teléfono',
      jobTitle: 'Cargo',
      company: 'Empresa',
      country: 'País',
      message: 'Mensaje',
    },
    submit: 'Enviar',
    required: 'obligatorio',
    optional: 'opcional',
    missing: 'Rellene este campo.',
    email: 'Escriba un correo electrónico, por ejemplo nombre@example.com.',
    tooLong: 'Es demasiado largo.',
    wrong: 'Revise este dato.',
    choose: 'Elija',
    mustAgree: 'Marque esta casilla para continuar.',
    errors: 'Revise los datos',
    again: 'Esta página estuvo abierta mucho tiempo. Envíela otra vez.',
    thanks: 'Gracias. Hemos recibido sus datos.',
    look: 'Mire también su buzón: si hace falta una confirmación, allí encontrará un enlace.',
    goOn: 'Continuar',
    privacy: 'Protección de datos',
    leaveEmpty: 'Deje este campo vacío',
    closed: 'Este formulario está cerrado.',
    notFound: 'No hay nada en esta dirección. Compruebe el enlace.',
    tooMany: 'Demasiados intentos. Espere unos minutos y envíelo de nuevo.',
    failed: 'Algo ha fallado por nuestra parte. Inténtelo de nuevo en unos minutos.',
    consent: 'Sí, quiero recibir novedades y ofertas por correo electrónico. Puedo retirarlo en cualquier momento.',
    confirmTitle: 'Confirme, por favor',
    confirmText: 'Pulse el botón para confirmar que quiere recibir correo en esta dirección.',
    confirmButton: 'Confirmar',
    confirmed: 'Gracias, queda confirmado.',
    expired: 'Este enlace ha caducado. Rellene otra vez el formulario.',
    subject: 'Confirme su correo electrónico',
    mail: 'Usted rellenó un formulario en nuestro sitio y aceptó recibir correo. Confirme con este enlace que fue usted:',
    ignore: 'El enlace vale 7 días. Si no fue usted, no haga nada: los datos introducidos se borrarán.',
  },
}

/** What a new form begins with. */
export function firstDraft(name: string, language: FormLanguage): FormDefinitionInput {
  const words = wordsOf[language]
  const field = (key: StandardField, required = false) => ({ key, label: words.fields[key], required })
  return {
    language,
    title: name,
    fields: [field('firstName'), field('lastName'), field('email', true), field('message')],
    consent: { wording: words.consent, required: false },
  }
}
