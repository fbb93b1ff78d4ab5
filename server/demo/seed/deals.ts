/** What the organisation of the demo hopes to sell. Each names people of one company by their addresses, the first leads. */
export interface DemoDeal {
  name: string
  amount: string | null
  currency: string
  /** The how manieth open stage, or how it ended. */
  stage: 1 | 2 | 3 | 'won' | 'lost'
  /** In how many weeks it is expected; a negative one was expected already. */
  weeks: number | null
  reason?: string
  people: [email: string, role: string | null][]
}

// biome-ignore format: one deal a row
export const deals: DemoDeal[] = [
  { name: 'Inspection lenses for line 4', amount: '48500', currency: 'EUR', stage: 2, weeks: 5, people: [['johanna.steinlechner@alpenglas.example', 'decision_maker'], ['florian.wallner@alpenglas.example', 'end_user']] },
  { name: 'Service contract, three years', amount: '12600', currency: 'EUR', stage: 1, weeks: 9, people: [['annegret.sommer@alpenglas.example', 'influencer']] },
  { name: 'Watch dial inspection, pilot', amount: '21800', currency: 'CHF', stage: 3, weeks: 2, people: [['urs.ruettimann@ruettimann.example', 'decision_maker'], ['claudia.zbinden@ruettimann.example', 'champion']] },
  { name: 'Lens kits for 40 robots', amount: '136000', currency: 'USD', stage: 1, weeks: 14, people: [['ben.castellano@larkspur-robotics.example', 'champion'], ['tasha.whitfield@larkspur-robotics.example', 'influencer']] },
  { name: 'Tile scanner optics', amount: '33900', currency: 'EUR', stage: 2, weeks: -1, people: [['andreu.ferrer@altozano.example', 'decision_maker']] },
  { name: 'Bottle line retrofit', amount: '74250.50', currency: 'EUR', stage: 3, weeks: 3, people: [['camille.rousselle@verrerie-du-lac.example', 'decision_maker'], ['baptiste.girodet@verrerie-du-lac.example', 'champion'], ['nathalie.perrachon@verrerie-du-lac.example', 'influencer']] },
  { name: 'Spare optics 2027', amount: null, currency: 'GBP', stage: 1, weeks: null, people: [['tom.hargreaves@pennine-bearings.example', 'influencer']] },
  { name: 'Bearing race cameras', amount: '57300', currency: 'GBP', stage: 'won', weeks: 0, reason: 'The pilot found cracks that nobody had seen before.', people: [['rupert.sykes@pennine-bearings.example', 'decision_maker'], ['amina.siddiqui@pennine-bearings.example', 'champion']] },
  { name: 'Fill level control', amount: '18900', currency: 'EUR', stage: 'won', weeks: -2, reason: 'Delivery within four weeks.', people: [['lucia.arrieta@ribera-alta.example', 'decision_maker']] },
  { name: 'Clean room optics', amount: '92000', currency: 'GBP', stage: 'lost', weeks: -3, reason: 'Validation would have taken longer than the shutdown.', people: [['helen.marchetti@thornbury-pharma.example', 'decision_maker'], ['dev.malhotra@thornbury-pharma.example', 'blocker']] },
]
