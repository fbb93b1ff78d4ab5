import { type Scenario, them, us } from './scenario.ts'

/** Mail among colleagues: it concerns no contact and must never be stored by a contact manager. */
export const internal: Scenario[] = [
  {
    subject: '[Pricing approval {product}|Discount request, {site}]',
    turns: [
      them(
        'I need your OK for 7 % on {qty} × {product}. They have a competing offer on the table, and there are [two|three] more lines behind it.',
      ),
      us('OK, but not below {lower}, and please get the order by {date}.'),
      them('Will do, thank you!'),
    ],
  },
  {
    subject: '[Demo kit is missing a cable|Who has the demo kit?|Demo case number 2]',
    turns: [
      them('Does anyone know where demo case 2 is? I need it for {site} on {weekday}.'),
      us('In the lab, left cupboard. One of the M12 cables is missing, I have ordered a new one.'),
      them('Found it. Thank you.'),
    ],
  },
  {
    subject: '[Stand duty at {fair}|{fair}: who is on the stand when]',
    turns: [
      them(
        'Draft rota for {fair} is on the share. Please check your slots by {weekday}. Hotel is booked, four rooms, ten minutes on foot.',
      ),
      us('Fine with me. Can I swap Tuesday morning? I have a visit at {time}.'),
      them('Swapped.'),
    ],
  },
  {
    subject: '[Travel expenses {month}|Missing receipts]',
    turns: [
      them(
        'I am missing two receipts from your trip to {site}: hotel and the taxi on {weekday}. Could you send photos?',
      ),
      us('Attached, sorry. The taxi did not take cards.'),
    ],
  },
  {
    subject: '[VPN maintenance on {weekday}|Mail gateway update {weekday} night|New multi-factor prompt]',
    turns: [
      them(
        'The VPN will be down on {weekday} from 20:00 for about an hour. If you need to send quotes that evening, please do it before.',
      ),
    ],
  },
  {
    subject: '[Lead list from {fair}|{fair}: badge scans]',
    turns: [
      them(
        'Badge scans from {fair} are on the share, 164 in all. Before we import anything: who is allowed to get the newsletter, and who only asked for a quote?',
      ),
      us('Consent column is the last one. Everybody without a tick gets a personal mail and nothing else, please.'),
      them('Understood. I will split the file.'),
    ],
  },
  {
    subject: '[Record of processing: CRM|Yearly review: processing records|Retention of trade fair leads]',
    turns: [
      them(
        'For the yearly review I need from sales: which contact data do we keep, where from, and for how long? The form is the same as last year.',
      ),
      us('Filled in. The only change is that we also note the phone numbers from the signature.'),
      them('Thank you. Please add a retention period for leads that never answered, 24 months would be my suggestion.'),
    ],
  },
  {
    subject: '[Friday cake|Birthday in the lab|Cake in the kitchen]',
    turns: [them('There is cake in the kitchen. First come, first served. 🎂')],
  },
  {
    subject: '[Customer visit {site}: notes|Visit report {site}]',
    turns: [
      them(
        'Short report from {site}: they are happy with {line}, budget for {qty} more stations is in next year’s plan. Risk is purchasing, who want three offers for everything.',
      ),
      us('Good. Who decides, plant or group?'),
      them('Plant up to {amount}, above that the group. We are just below.'),
    ],
  },
  {
    subject: '[Firmware 4.{qty} release|Release notes 4.{qty}]',
    turns: [
      them(
        'Firmware 4.{qty} for the {product} is released. Important for customers with glass: the exposure drift is fixed. Please mention it in your next calls.',
      ),
      us('Great, I have two customers who asked for exactly that.'),
    ],
  },
]
