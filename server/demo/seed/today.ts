import { person, writerFor } from './note.ts'
import type { Posting } from './posting.ts'
import { ELEANOR_AUTHOR, INFO_AUTHOR, JONAS_AUTHOR, MAREN_AUTHOR, SABINE_AUTHOR, TOMAS_AUTHOR } from './staff.ts'
import { strangers } from './strangers.ts'
import { strangerAuthor } from './threads.ts'
import type { Author } from './writer.ts'

type Row = [minutesAgo: number, from: Author, to: Author, subject: string, text: string, flagged?: boolean]

const stranger = (i: number) => strangerAuthor(strangers[i] as (typeof strangers)[number])

/** The last hours before the demo was first started, so that every inbox looks like a working day. */
export function todaysMail(anchor: number): Posting[] {
  const rows: Row[] = [
    [
      11,
      person('Sandvik'),
      MAREN_AUTHOR,
      'Arvika: scaffolding goes up on Thursday',
      'The scaffolding for cell 3 goes up on Thursday. If your people could mark the camera positions on Wednesday, we save ourselves a second visit.\n\nI have the crane until Friday noon.',
      true,
    ],
    [
      24,
      stranger(0),
      MAREN_AUTHOR,
      'Inspection of yoghurt lids: could you call me?',
      'Priya Raman from Kestrel gave me your name. We have 12 lines with foil lids and a leak rate nobody is proud of. Could we talk this week?\n\nMy direct line is in the signature, mornings are best.',
    ],
    [
      38,
      person('Berger'),
      MAREN_AUTHOR,
      'AW: Pilot Linie 4: Abnahmeprotokoll',
      'das Protokoll habe ich unterschrieben, es fehlt nur noch der Stempel der Werkleitung. Ich rechne morgen damit.\n\nDie Nachtschicht lässt grüßen: kein einziger Fehlalarm.',
    ],
    [
      52,
      person('Arrieta'),
      TOMAS_AUTHOR,
      'Visita del jueves',
      '¿Sigue en pie la visita del jueves? La línea 2 estará parada de 10 a 12, es el mejor momento para ver los cierres.',
    ],
    [
      67,
      person('Raman'),
      MAREN_AUTHOR,
      'Budget is through 🎉',
      'Finance signed this morning. Please send the final quote for line 4 with the wash-down enclosure, and let us fix a date for the kick-off.\n\nI owe you a proper Yorkshire tea.',
      true,
    ],
    [
      83,
      JONAS_AUTHOR,
      MAREN_AUTHOR,
      'New laptop is ready',
      'Your new laptop is ready in my office. Bring the old one and ten minutes.',
    ],
    [
      105,
      person('Okafor'),
      TOMAS_AUTHOR,
      'RE: OEM pricing for 2027',
      'The volume tiers look right. Can you hold the price for 500 units if we commit by quarter end? My CFO will ask.',
    ],
    [
      131,
      stranger(1),
      MAREN_AUTHOR,
      'Nachfrage zu unserem Gespräch auf der Messe',
      'wie auf der Messe besprochen, suchen wir eine Prüfung für gestanzte Kleinteile. Wann könnten Sie bei uns vorbeikommen? Bilder der Teile schicke ich gern vorab.',
    ],
    [
      149,
      ELEANOR_AUTHOR,
      MAREN_AUTHOR,
      'Kestrel: well done',
      'Saw the note from Priya. Well done, that was a long one!',
    ],
    [
      170,
      person('Rousselle'),
      TOMAS_AUTHOR,
      'Arrêt d’été : planning',
      'Voici les dates de notre arrêt. Pourriez-vous réserver vos techniciens pour la deuxième semaine ? Le four redémarre le lundi suivant.',
    ],
    [
      214,
      person('Kjeldsen'),
      MAREN_AUTHOR,
      'Second plant',
      'The board wants to see the second plant in the plan by December. Could you put a rough figure together, nothing binding?',
    ],
    [
      233,
      stranger(4),
      TOMAS_AUTHOR,
      'Oferta para la línea de forja',
      'Nos recomendó Andreu Ferrer, de Altozano. Buscamos un sistema para piezas calientes, hasta 300 grados. ¿Tienen algo así?',
    ],
    [
      260,
      SABINE_AUTHOR,
      ELEANOR_AUTHOR,
      'Auskunftsersuchen: bitte bis Freitag',
      'we received an access request from a former contact. Please send me by Friday what sales holds about her.',
    ],
    [
      288,
      person('Tremblay'),
      ELEANOR_AUTHOR,
      'Visit in January',
      'Our plan for the Guelph visit is taking shape: two days, both lines, dinner on the first evening. Are you bringing Tomás?',
    ],
    [
      305,
      person('Steinlechner'),
      MAREN_AUTHOR,
      'Kratzer auf Floatglas',
      'die Testreihe mit den Kratzern ist fertig. Von 200 Scheiben hat die LineSight 198 richtig erkannt, die beiden anderen waren selbst unter der Lupe strittig.',
    ],
    [
      340,
      person('Gagnon'),
      INFO_AUTHOR,
      'Manual for the HX-200 in French?',
      'Is there a French manual for the HX-200? Our night crew would appreciate it.',
    ],
    [
      395,
      TOMAS_AUTHOR,
      person('Girodet'),
      'Planches d’essai',
      'Les planches d’essai sont parties ce matin, vous les aurez demain.',
    ],
    [
      410,
      MAREN_AUTHOR,
      person('Sandvik'),
      'Drawings for cell 3',
      'Revision C of the drawings is attached to the project. The two brackets on the left moved by 40 mm.',
    ],
  ]
  const write = writerFor(anchor, 3001)
  return rows.map(([ago, from, to, subject, text, flagged], i) => ({
    letter: { ...write({ from, to: [to], ago, subject, text }), conversation: `today-${i}` },
    marks: { isRead: ago > 120, flagged: flagged ?? false },
  }))
}
