import { type Scenario, them, us } from './scenario.ts'

export const en: Scenario[] = [
  {
    subject: '[Quote for {qty} × {product}|{product}: pricing for {site}|Request for quotation: {product}]',
    turns: [
      them(
        '[We would like to fit|We are planning to fit] {qty} of the {product} on {line} [this quarter|before the summer shutdown|by the end of the year]. Could you send me a quote, including mounting brackets and delivery to {site}?\n\nOur lead time on the mechanical side is about six weeks, so [the sooner the better|no panic, but I would like to get the order in soon].',
      ),
      us(
        '[Thanks for coming back to us on this|Good to hear this is moving]. The quote {ref} is attached: {qty} × {product} with brackets and two days of commissioning comes to {amount}, delivered to {site}.\n\nThe price holds for 30 days. [Lead time is five weeks from order at the moment.|We have most of it in stock, so delivery would be in week {week}.]',
        'Quote {ref}.pdf',
        'General terms of sale and delivery of Halden Optics, edition {year}.pdf',
        'Commissioning plan {site}.xlsx',
      ),
      them(
        'Received, thank you. [The commissioning days look high to me, we did the last one ourselves in an afternoon.|Is there any movement on the brackets? We can make those in our own shop.] Otherwise it is in line with what I had budgeted.',
      ),
      us(
        'Fair point. [I have taken one day out|I have taken the brackets off] and attached a revised version, which brings it to {lower}. Does that work for you?',
        'Quote {ref} rev B.pdf',
      ),
      them('[That works.|Perfect, that does it.] PO {po} will follow from purchasing [today|tomorrow|by Friday].'),
    ],
  },
  {
    subject: '[False rejects on {line}|{product} rejecting good parts|Too many rejects since Monday]',
    turns: [
      them(
        'Since [the weekend|Monday’s changeover|the firmware update] the {product} on {line} is throwing out about [2|3|4] percent good parts. Nothing changed on our side as far as I can see. [I have saved a couple of images if that helps.|The operators have switched it to bypass for now, which nobody is happy about.]',
        'rejects-{line}.zip',
      ),
      us(
        'Sorry to hear that. From the images it looks like the exposure drifted: the left edge is [a good stop|clearly] darker than in the reference. Could you check whether the ring light is still at 80 % and send me the log from the diagnostics page?\n\nI have asked our application team to look at it [this afternoon|first thing tomorrow].',
      ),
      them(
        'Light was at 80, but one of the segments is dead when I hold a sheet of paper in front of it. Serial number is {serial}.',
      ),
      us(
        'That explains it. A replacement ring goes out [today|tonight] by courier under warranty, [it should be with you tomorrow before noon|you should have it on {weekday}]. Until then, raise the gain to 6 dB in the recipe and you should be back under half a percent.',
      ),
      them(
        'Gain did the trick, [we are at 0.4 percent|rejects are back to normal]. I will swap the ring when it gets here. Thanks for the quick turnaround!',
      ),
    ],
  },
  {
    subject: '[Catching up before the {fair}|Are you at the {fair}?|{fair}: can we meet?]',
    turns: [
      us(
        '[I hope you are well.|It has been a while!] Will you be at the {fair} this year? We are in hall {hall} and I would love to show you the {product}, it is the one you asked about [last autumn|when I was in {site}].\n\nHow about a coffee on [Tuesday|Wednesday] around {time}?',
      ),
      them(
        'Yes, I will be there for [one day|two days]. [Wednesday|Tuesday] {time} works, I will come by the stand. [Is parking as terrible as last year?|Can you bring the cable samples as well?]',
      ),
      us(
        '[Great, it is in the calendar.|Perfect.] [Take the train if you can.|I have them in my bag already.] If anything changes, my mobile is below.',
      ),
    ],
  },
  {
    subject: '[Delivery date for PO {po}|Where is PO {po}?|PO {po}: update please]',
    turns: [
      them(
        'Could you let me know where PO {po} stands? The confirmation said week {thisweek} and [we have the fitters booked for {weekday}|the line stop is fixed, I cannot move it].',
      ),
      us(
        'I have just checked with the warehouse: [it left Freiburg yesterday evening|it is packed and will be collected today], tracking number {tracking}. [It should be with you on {weekday}.|Customs papers are in the pouch on box 1.]',
      ),
      them(
        '[Arrived this morning, all boxes there.|It came in. One carton was dented, but the contents look fine.] Thank you!',
      ),
    ],
  },
  {
    subject: '[Calibration of {product} due|Annual calibration at {site}|Service visit: proposal for dates]',
    turns: [
      us(
        'The calibration certificates for your {qty} units at {site} run out [at the end of next month|on {date}]. We could come on {date}, it takes [half a day|one day] with the line standing still for [about two hours|the time of a shift change].\n\nShall I reserve the date?',
      ),
      them(
        '[That is a bad week for us, we have an audit.|We are in the middle of a product changeover then.] What about the week after?',
      ),
      us(
        'The week after works, [{weekday} at 7:30|any day but Monday]. I will send the order confirmation and the list of what the technician needs on site.',
        'Service checklist.pdf',
      ),
      them(
        'Booked. [Safety briefing is at the gate, ten minutes, steel toecaps please.|Please have the technician ask for me at reception.]',
      ),
    ],
  },
  {
    subject: '[Trial unit|Loan of a {product}|Four-week trial of the {product}]',
    turns: [
      them(
        '[My team keeps asking|The engineers would like to know] whether we could have a {product} on loan for a few weeks. We would put it on {line} next to the old system and compare. [No commitment yet, as you can imagine.|If it does what you say, there are three more lines.]',
      ),
      us(
        'Happy to. We have a demo unit free from {date}; four weeks, no charge, you only pay the freight back. I would come for the first day to set up the recipe with you.\n\nThe loan agreement is attached, [it is a page and a half|one signature and we are good].',
        'Loan agreement {ref}.pdf',
      ),
      them(
        'Signed copy attached. [Legal only changed the place of jurisdiction.|Took a while to find someone allowed to sign, sorry.]',
        'Loan agreement {ref} signed.pdf',
      ),
      us(
        'Thank you! It ships on {date}. [I will be there on {weekday} at 8.|I have booked the early train for {weekday}.]',
      ),
      them(
        '[Two weeks in: it finds the hairline cracks the old one misses|First numbers: 99.2 percent detection against 94 with the old one]. The operators like it. [Let us talk about real prices.|Can we speak about a purchase on {weekday}?]',
      ),
      us(
        '[That is what I was hoping for!|Very good to hear.] I will put a proposal together for {qty} lines and call you on {weekday} around {time}.',
      ),
    ],
  },
  {
    subject: '[Invoice {ref}|Question about invoice {ref}|Invoice {ref}: PO number missing]',
    turns: [
      them(
        'Our system rejected your invoice {ref} because [the PO number is missing|the VAT number on it is our old one]. Could you send a corrected one? PO is {po}.',
      ),
      us(
        'Sorry about that. The corrected invoice is attached, [the old one is cancelled|please disregard the first]. Our accounts team has updated your record so that it does not happen again.',
        'Invoice {ref}-1.pdf',
      ),
      them('Thank you, it went through. Payment run is on [Thursday|the 15th].'),
    ],
  },
  {
    subject:
      '[Security questionnaire for the {product}|Network requirements of the {product}|Before we connect it: IT questions]',
    turns: [
      them(
        'Before anything goes on our plant network I need to know: which ports does the {product} open, does it call home, and how are updates signed? [There is a form attached, I know it is long.|Our policy also asks for a patch contact.]',
        'Supplier security form.xlsx',
      ),
      us(
        'Filled in and attached. In short: only 443 and the GigE Vision ports inside the cell, no connection to us unless you switch remote support on, updates are signed and installed by hand.\n\nOur patch contact is Jonas Brandt, I have put him in copy.',
        'Supplier security form (Halden).xlsx',
      ),
      them(
        '[That is better than most of what I get.|Good answers, thank you.] One open point: where are the images kept, and for how long?',
      ),
      us(
        'On the unit itself, {days} days by default, and you can set it to zero. Nothing leaves the machine unless you mount a network share.',
      ),
      them('Approved from my side.'),
    ],
  },
  {
    subject: '[Follow-up to our call|Notes from today|Our call this morning]',
    turns: [
      us(
        'Thank you for your time today. My notes, please shout if I got anything wrong:\n\n– {line} first, {qty} stations, go-live [before the holidays|in week {week}]\n– you check the cable routing, we bring the enclosure drawings\n– target is a detection rate of 99 % at [120|180|240] parts a minute\n\nI will send the drawings by {weekday}.',
      ),
      them(
        'Good summary. One addition: [the enclosure has to be IP67, they hose the line down|we need the HMI in two languages].',
      ),
      us(
        'Noted, [we have an IP67 variant, it adds two weeks|that is a setting, no extra cost]. Drawings are attached.',
        'VX-7 enclosure {ref}.pdf',
      ),
    ],
  },
  {
    subject: '[Contract renewal {year}|Service contract: renewal|Your service agreement ends in {month}]',
    turns: [
      us(
        'Your service agreement ends on {date}. I suggest we renew on the same terms: two visits a year, spare parts within 24 hours, {amount}. [The price is unchanged, since you have been with us from the start.|There is a small adjustment of 2.4 %, the first one in three years.]',
        'Service agreement {year}.pdf',
      ),
      them(
        '[We hardly used it this year. Is there a smaller package?|I need to show three offers for anything above our limit, you know how it is.]',
      ),
      us(
        'There is: one visit and parts within 48 hours, {lower} a year. Honestly, with {qty} stations in three shifts I would stay with two visits. But it is your call.',
      ),
      them(
        '[You talked me into it. We stay with two.|Let us take the small one and see.] Signed copy attached.',
        'Service agreement {year} signed.pdf',
      ),
      us(
        '[Thank you for your trust|Many thanks], I have passed it on. The first visit of the year would be in {month}.',
      ),
    ],
  },
  {
    subject: '[Introduction: {name2}|New project lead: {name2}|Handing over to {name2}]',
    turns: [
      them(
        'I wanted to introduce {name2}, who takes over the {line} project from me [next month|on the 1st]. I am moving to [our other plant|a group role], so you will not get rid of me entirely.\n\nCould you send over the current drawings and the list of open points?',
      ),
      us(
        '[Congratulations on the new role!|Thank you for the introduction.] Everything is attached, and I am happy to do a call with both of you. How about {weekday} at {time}?',
        'Open points {line}.xlsx',
      ),
      them('{weekday} it is. [Thank you for the good work these two years.|I will set up the meeting.]'),
    ],
  },
  {
    subject: '[Spare parts list|Spares for {line}|{product}: spare parts on stock?]',
    turns: [
      them(
        'We are putting together our spares cabinet. What would you keep on site for {qty} × {product}? [Last winter we waited four days for a cable, I do not want that again.|Management gave us a budget, which will not last long.]',
      ),
      us(
        'For that number: one camera head, two ring lights, four cables, one power supply. That covers [nine out of ten failures|everything we have seen in the field]. As a set it comes to {amount}, in stock today.',
      ),
      them(
        'Make it so, PO {po}. [Please ship together with the brackets.|Ship to goods-in, attention of the tool room.]',
      ),
    ],
  },
  {
    subject:
      '[Does the {product} see through condensation?|Technical question: {product}|Can the {product} handle wet bottles?]',
    turns: [
      them(
        'Quick technical one: we have [condensation on the film|wet surfaces straight out of the washer] at {line}. Will the {product} still read the code? [Our current system gives up at 60 percent humidity.|The competition says no problem, but they always do.]',
      ),
      us(
        'With the polarised ring light, yes, as long as the drops do not run. I would not promise it blind, though. Send me ten parts and we test it in our lab, [you get a report with images within the week|that takes us two days].',
      ),
      them(
        'Parcel is on its way, tracking {tracking}. [Careful, the crate was on top of a pallet.|I added three we know are bad, tell me which.]',
      ),
      us(
        'Results are in: ten out of ten read, [and the bad ones are numbers 2, 5 and 9|the worst took two attempts]. Report attached. I would go for the version with the air knife to be on the safe side.',
        'Lab report {ref}.pdf',
      ),
      them('[2, 5 and 9 it is. Impressive.|Convincing. My boss wants to see it on the line now.]'),
    ],
  },
  {
    subject: '[Lunch when you are in {city}?|Visiting {city} in week {week}|In your area next week]',
    turns: [
      us(
        'I am in {city} on {weekday} and have two hours between meetings. [May I come by and see how the new cell is doing?|Could I invite you to lunch?]',
      ),
      them(
        '[Come by at {time}, I will show you the line.|Lunch sounds good, there is a place opposite the gate.] Register at reception as a visitor, and bring the [new catalogue|sample of the small sensor] if you have it.',
      ),
      us('Will do, see you on {weekday}.'),
    ],
  },
  {
    subject: '[Reference visit|Could you host a reference visit?|A small favour]',
    turns: [
      us(
        'A favour, and feel free to say no: a [dairy|car supplier|glass maker] from [Denmark|the Midlands|Austria] would like to see a {product} at work before they decide. Would you let us bring two people for an hour? They are no competitor of yours.',
      ),
      them(
        '[Fine with me, as long as they sign the NDA and stay behind the yellow line.|Let me ask our plant manager, but I do not see why not.] {date} would suit us.',
      ),
      us('[You are a star.|That is very kind.] I will bring the NDA signed and a cake. {date} at {time}.'),
      them('[Cake accepted.|The shift will hold you to that cake.]'),
    ],
  },
  {
    subject: '[Newsletter address|Please update my details|New phone number]',
    turns: [
      them(
        'Short note: [I have a new mobile number, see below.|we moved offices, the new address is in the signature.] Please update it on your side.',
      ),
      us('Thank you, I have updated it. [All well otherwise with {line}?|Greetings to the team!]'),
      them('[All quiet, which is how I like it.|No complaints. Which never happens.]'),
    ],
  },
]
