import { MAREN, TOMAS } from './people.ts'

/**
 * People of the demo whom somebody wrote down a second time, each after the one of that address: from a card, with a slip,
 * by a nickname, without accents. What the page Deduplication is for.
 */
// biome-ignore format: one person a row
export const twins = [
  { of: 'gareth.pugh@kestrel-foods.example', firstName: 'Gareth', lastName: 'Pugh', mobile: '+44 7700 900214', company: { name: 'Kestrel Foods Ltd' }, country: 'GB', source: 'Trade fair', tags: ['food', 'fair 2026'], ownerEmail: MAREN },
  { of: 'javier.ocon@ribera-alta.example', firstName: 'Javier', lastName: 'Ocón', email: 'javier.ocon+feria@ribera-alta.example', jobTitle: 'Calidad', country: 'ES', source: 'Trade fair', tags: ['food', 'fair 2026'], ownerEmail: TOMAS },
  { of: 'nuria.penarroya@altozano.example', firstName: 'Nuria', lastName: 'Penarroya', email: 'npenarroya@altozano.example', phone: '+34 964 22 33 49', jobTitle: 'Responsable de línea', country: 'ES', source: 'Website', tags: ['ceramics'], ownerEmail: TOMAS },
  { of: 'tasha.whitfield@larkspur-robotics.example', firstName: 'Tasha', lastName: 'Whitfeild', phone: '+1 303 555 0118', company: { name: 'Larkspur Robotics Inc.' }, country: 'US', source: 'Referral', tags: ['robotics'], ownerEmail: TOMAS },
  { of: 'tom.hargreaves@pennine-bearings.example', firstName: 'Thomas', lastName: 'Hargreaves', email: 't.hargreaves@pennine-bearings.example', jobTitle: 'Purchasing', country: 'GB', source: 'Webinar', tags: ['automotive'] },
]
