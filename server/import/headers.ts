import type { ImportTarget } from './schema.ts'

/** Headers are compared without case, accents, blanks, signs and time zones: `E-Mail`, `e_mail` and `Email` are one. */
export const plainHeader = (header: string): string =>
  header
    .normalize('NFKD')
    .replace(/\((?:GMT|UTC)[^()]*\)\s*$/i, '')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()

/**
 * What columns are called, in the languages of the product and in the exports of the programs people come from. A header
 * that could mean two things stands in `known-files.ts`, where the rest of the file tells.
 */
const synonyms: Partial<Record<ImportTarget, string>> = {
  firstName: `first name, firstname, given name, forename, fname, Vorname, Rufname, prénom, nombre de pila, primer nombre,
    nombres, nome, voornaam, person first name, 名, 名前(名)`,
  lastName: `last name, lastname, surname, family name, lname, Nachname, Familienname, Zuname, nom de famille, apellido,
    apellidos, primer apellido, cognome, achternaam, person last name, 姓`,
  fullName: `full name, fullname, contact name, display name, vollständiger Name, Anzeigename, nom complet, nom et prénom,
    nombre completo, nombre y apellidos, person name, 氏名, お名前`,
  email: `email, e-mail, email address, e-mail address, mail, mail address, primary email, work email, business email,
    email work, emailaddress, email 1 value, e-mail 1 address, E-Mail-Adresse, Mailadresse, E-Mail geschäftlich, courriel,
    adresse e-mail, adresse email, adresse de messagerie, adresse électronique, adresse mail, correo, correo electrónico,
    dirección de correo electrónico, dirección de correo, person email, person email work, メール, メールアドレス, 电子邮件`,
  aliases: `other emails, other email, secondary email, email 2, email 3, e-mail 2 address, e-mail 3 address, email 2 value,
    email 3 value, email 4 value, home email, personal email, additional email, email home, alternate email, work email 2,
    E-Mail 2: Adresse, E-Mail 3: Adresse, weitere E-Mail-Adressen, E-Mail privat, autre e-mail, autres e-mails,
    e-mail secondaire, adresse de messagerie 2, otros correos, correo secundario, email address 2, email address 3,
    person email home, person email other, aliases`,
  phone: `phone, phone number, telephone, telephone number, tel, work phone, business phone, office phone, primary phone,
    phone work, direct phone, phone 1 value, Telefon, Telefonnummer, Telefon geschäftlich, Telefon (geschäftlich), Festnetz,
    Rufnummer, téléphone, numéro de téléphone, téléphone bureau, téléphone (bureau), téléphone professionnel, tél, teléfono,
    número de teléfono, teléfono del trabajo, teléfono de trabajo, teléfono de la oficina, person phone, person phone work,
    電話, 電話番号`,
  mobile: `mobile, mobile phone, mobile phone number, mobile number, cell, cell phone, cellphone, cellular, mobilephone,
    phone mobile, Handy, Handynummer, Mobil, Mobiltelefon, Mobilnummer, Telefon mobil, portable, téléphone portable,
    tél mobile, téléphone mobile, mobile professionnel, móvil, teléfono móvil, celular, teléfono celular,
    person phone mobile, 携帯, 携帯電話`,
  jobTitle: `job title, jobtitle, job, job position, position, occupation, organization title, organization 1 title,
    role title, Berufsbezeichnung, Stellenbezeichnung, Funktion, Beruf, fonction, poste, intitulé du poste, titre du poste,
    puesto, cargo, puesto de trabajo, título del puesto, person job title, 役職`,
  department: `department, dept, division, organization department, organization 1 department, Abteilung, Bereich, service,
    département, departamento, área, 部署`,
  company: `company, company name, organization, organisation, organization name, organization 1 name, account, account name,
    employer, associated company, business, business name, Firma, Firmenname, Unternehmen, Betrieb, société,
    nom de la société, entreprise, nom de l’entreprise, organisme, empresa, nombre de la empresa, compañía, organización,
    person organization, 会社, 会社名`,
  role: `role, buying role, contact role, Rolle, Kaufrolle, rôle, rôle d’achat, rol, rol de compra`,
  status: `status, contact status, Kontaktstatus, statut, estado del contacto`,
  source: `source, lead source, leadsource, contact source, original source, Quelle, Herkunft, Leadquelle, origine,
    source du prospect, fuente, origen, origen del contacto, person source`,
  owner: `owner, contact owner, owner email, record owner, assigned to, account manager, sales rep, Besitzer, Inhaber,
    Kontaktinhaber, zuständig, Betreuer, Ansprechpartner intern, propriétaire, propriétaire du contact, responsable,
    propietario, propietario del contacto, person owner`,
  tags: `tags, tag, labels, label, categories, category, groups, group membership, Schlagwörter, Schlagworte, Kategorien,
    Etiketten, Gruppen, étiquettes, catégories, libellés, groupes, etiquetas, categorías, grupos, person labels`,
  linkedin: `linkedin, linkedin url, linkedin profile, linkedin profile url, linkedin bio, LinkedIn-Profil, profil linkedin,
    perfil de linkedin, url linkedin, person linkedin`,
  twitter: `twitter, x, x twitter, twitter handle, twitter username, twitter profile, twitter url`,
  country: `country, country region, country code, business country, business country region, mailing country, mailingcountry,
    address 1 country, countrycode, Land, Land/Region, Land/Region geschäftlich, Staat, Ländercode, pays, pays/région,
    pays/région (bureau), code pays, país, país o región, país/región del trabajo, 国`,
  createdAt: `created, created at, created date, createddate, create date, creation date, date created, created time,
    date added, added, erstellt, erstellt am, Erstelldatum, Anlagedatum, créé le, date de création, fecha de creación,
    creado, person created`,
  note: `notes, note, comments, comment, remarks, description, Notizen, Notiz, Bemerkung, Bemerkungen, Kommentar,
    Beschreibung, remarques, commentaire, commentaires, notas, nota, comentarios, observaciones, descripción`,
  'consent.status': `consent, consent status, marketing consent, opt in, optin, opt-in status, subscription status,
    email consent, marketing status, person marketing status, email marketing consent, Einwilligung, Einwilligungsstatus,
    Newsletter, consentement, statut du consentement, consentimiento, estado del consentimiento`,
  'consent.type': 'consent type, Art der Einwilligung, type de consentement, tipo de consentimiento',
  'consent.date': `consent date, opt in date, optin date, optin time, subscribed at, subscription date, Einwilligungsdatum,
    Datum der Einwilligung, date du consentement, date d’inscription, fecha de consentimiento`,
  'consent.source': `consent source, opt in source, signup source, Quelle der Einwilligung, source du consentement,
    origen del consentimiento`,
  'consent.basis': `gdpr basis, legal basis, legal basis for processing, lawful basis, Rechtsgrundlage, base légale,
    base juridique, base legal`,
  'consent.optedOut': `opted out, opt out, email opt out, has opted out of email, hasoptedoutofemail, do not email, unsubscribed,
    unsubscribed from all email, opted out of email, Von allen E-Mails abgemeldet, désabonné de tous les e-mails,
    cancelada la suscripción a todos los correos, abgemeldet, Abmeldung, désabonné, désinscrit, dado de baja, baja`,
  'consent.optedOutAt':
    'unsub time, unsubscribed at, opt out date, unsubscribe date, abgemeldet am, désabonné le, fecha de baja',
  'consent.confirmedAt': 'confirm time, confirmed at, double opt in date, double opt-in at, bestätigt am, confirmé le',
  'consent.ip': 'confirm ip, consent ip, signup ip, opt in ip, optin ip',
  'consent.evidence': 'consent evidence, consent text, opt in text, consent wording, Einwilligungstext, Nachweis',
  deleted: 'is deleted, isdeleted, deleted, archived, gelöscht, supprimé, eliminado',
}

const targets = new Map<string, ImportTarget>()
for (const [target, names] of Object.entries(synonyms)) {
  for (const name of (names ?? '').split(',')) targets.set(plainHeader(name), target as ImportTarget)
}

/** Names that say that a row holds headers, though what they hold is not imported by itself. */
const others = new Set(
  `name, nom, nombre, title, titel, titre, título, id, record id, url, website, web page, birthday, anniversary, address,
  street, city, state, zip, postal code, fax, salutation, prefix, suffix, middle name, nickname, gender, connected on,
  strasse, straße, ort, stadt, plz, postleitzahl, anrede, geburtstag, adresse, rue, ville, code postal, anniversaire,
  dirección, calle, ciudad, código postal, cumpleaños, home phone, business fax, first, last`
    .split(',')
    .map(plainHeader),
)

/** Where a column of this header goes, as far as the header alone tells. */
export const targetOfHeader = (header: string): ImportTarget | null => targets.get(plainHeader(header)) ?? null

/** Whether a cell reads like the header of a column. */
export const looksLikeHeader = (cell: string): boolean => {
  const name = plainHeader(cell)
  return targets.has(name) || others.has(name)
}
