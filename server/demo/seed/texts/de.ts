import { type Scenario, them, us } from './scenario.ts'

export const de: Scenario[] = [
  {
    subject: '[Angebotsanfrage {product}|Angebot {qty} × {product}|Bitte um Angebot: {product} für {line}]',
    turns: [
      them(
        'für {line} benötigen wir {qty} Stück {product} [noch in diesem Quartal|bis zum Betriebsurlaub]. Bitte senden Sie uns ein Angebot inklusive Halter und Inbetriebnahme am Standort {site}.\n\n[Die Zeichnungen der Maschine kann ich bei Bedarf nachreichen.|Zahlungsziel wie gehabt 30 Tage.]',
      ),
      us(
        'vielen Dank für Ihre Anfrage. Anbei unser Angebot {ref} über {amount}, frei Haus {site}. [Die Lieferzeit beträgt derzeit fünf Wochen.|Der Großteil liegt bei uns auf Lager, eine Lieferung in KW {week} ist machbar.]',
        'Angebot {ref}.pdf',
        'Allgemeine Verkaufs- und Lieferbedingungen Halden Optics {year}.pdf',
        'Inbetriebnahme {site}.xlsx',
      ),
      them(
        'danke für das schnelle Angebot. [Beim Preis müsste noch etwas gehen, wir sprechen ja über mehrere Linien.|Die Inbetriebnahme würden wir gern selbst machen.] Können Sie das noch einmal prüfen?',
      ),
      us(
        'ich habe das intern besprochen: {lower} sind möglich, wenn die Bestellung bis {date} bei uns ist. Das angepasste Angebot liegt bei.',
        'Angebot {ref} Rev. B.pdf',
      ),
      them(
        '[einverstanden. Die Bestellung {po} geht heute raus.|passt so, der Einkauf schickt Ihnen die Bestellung {po}.]',
      ),
    ],
  },
  {
    subject:
      '[Pseudoausschuss an {line}|{product} meldet Gutteile als Ausschuss|Störung {product}, Seriennummer {serial}]',
    turns: [
      them(
        'seit [der Nachtschicht|dem Umrüsten am Montag] sortiert die {product} an {line} rund drei Prozent Gutteile aus. [Optik ist gereinigt, Beleuchtung geprüft.|Einige Bilder habe ich angehängt.] Was können wir tun?',
        'Bilder {line}.zip',
      ),
      us(
        'das klingt nach einer verstellten Belichtung. Bitte lesen Sie auf der Diagnoseseite den Wert „Referenzhelligkeit“ ab. Liegt er unter 180, genügt es, das Rezept neu einzulernen; die Anleitung hängt an.\n\nUnser Applikationsteam schaut sich die Bilder [heute noch|morgen früh] an.',
        'Anleitung Einlernen.pdf',
      ),
      them(
        'der Wert lag bei 142. Nach dem Einlernen sind wir bei 0,3 Prozent, [die Schicht ist zufrieden|so kann es bleiben]. Danke für die schnelle Hilfe!',
      ),
    ],
  },
  {
    subject: '[Terminvorschlag Kalibrierung|Jährliche Kalibrierung {site}|Wartungstermin {month}]',
    turns: [
      us(
        'am {date} laufen die Kalibrierscheine Ihrer {qty} Geräte aus. Ich würde Ihnen gern {weekday}, den {date}, vorschlagen; die Linie müsste dafür etwa zwei Stunden stehen.',
      ),
      them(
        '[in dieser Woche haben wir Audit, das geht leider nicht.|der Termin fällt in unseren Betriebsurlaub.] Ginge es in der Woche darauf, am liebsten zum Schichtwechsel?',
      ),
      us(
        'gern. Ich habe den Techniker für die Woche darauf eingeplant, Beginn 6:30 Uhr. Die Checkliste für die Vorbereitung finden Sie anbei.',
        'Checkliste Kalibrierung.pdf',
      ),
      them(
        'Termin ist eingetragen. [Sicherheitsunterweisung bitte eine Viertelstunde vorher an der Pforte.|Parken bitte auf dem Besucherparkplatz hinter Halle 3.]',
      ),
    ],
  },
  {
    subject: '[{fair}: Treffen am Stand?|Sehen wir uns auf der Messe {fair}?|Messetermin {fair}]',
    turns: [
      us(
        'die Messe {fair} steht vor der Tür, und wir zeigen in Halle {hall} die {product}. Darf ich für Sie [am Dienstag|am Mittwoch] um {time} Uhr eine halbe Stunde reservieren? Eintrittskarten schicke ich Ihnen gern zu.',
      ),
      them(
        '[ja, gern. Ich bringe meinen Kollegen aus der Produktion mit, bitte zwei Karten.|das passt gut. Karten haben wir schon.] Interessant wäre für uns vor allem die Prüfung von spiegelnden Oberflächen.',
      ),
      us('sehr schön, die Karten sind unterwegs. Wir legen ein paar spiegelnde Muster auf den Tisch. Bis dahin!'),
    ],
  },
  {
    subject: '[Liefertermin Bestellung {po}|Bestellung {po}: Wo bleibt die Ware?|Rückfrage zu {po}]',
    turns: [
      them(
        'laut Auftragsbestätigung sollte unsere Bestellung {po} in KW {thisweek} kommen. Bislang ist nichts da, und die Monteure sind für {weekday} bestellt. Bitte um kurze Rückmeldung.',
      ),
      us(
        'die Sendung ist gestern Abend raus, Sendungsnummer {tracking}. [Laut Spediteur ist sie am {weekday} bei Ihnen.|Bitte entschuldigen Sie, ein Bauteil kam selbst verspätet.]',
      ),
      them(
        '[heute Morgen angekommen, alles vollständig.|ist eingetroffen, ein Karton war leicht eingedrückt, Inhalt in Ordnung.] Danke.',
      ),
    ],
  },
  {
    subject: '[Protokoll unseres Termins|Nachlese zum Gespräch|Kurze Zusammenfassung von heute]',
    turns: [
      us(
        'vielen Dank für das offene Gespräch und die Führung durch die Fertigung. Kurz zusammengefasst:\n\n– Start an {line} mit {qty} Stationen\n– Ziel: 99 % Erkennungsrate bei voller Taktzahl\n– Sie klären die Kabelwege, wir liefern die Gehäusezeichnungen bis {weekday}\n\nHabe ich etwas vergessen?',
      ),
      them(
        '[alles richtig. Ergänzung: Der Schaltschrank muss in die vorhandene Reihe passen, maximal 600 mm.|passt so. Den Datenschutzpunkt mit den Bildern hat unser Betriebsrat noch auf dem Zettel.]',
      ),
      us(
        '[600 mm reichen, wir nehmen die schmale Ausführung.|dazu habe ich unsere Datenschutzbeauftragte in Kopie genommen, sie schickt Ihnen die Unterlagen.] Die Zeichnungen liegen bei.',
        'Gehäuse VX-7 {ref}.pdf',
      ),
      them('danke, ich leite es an die Konstruktion weiter.'),
    ],
  },
  {
    subject: '[Rechnung {ref}|Rückfrage zur Rechnung {ref}|Rechnung {ref}: Bestellnummer fehlt]',
    turns: [
      them(
        'auf Ihrer Rechnung {ref} fehlt unsere Bestellnummer {po}. Ohne sie kann die Buchhaltung nicht anweisen. Bitte um eine korrigierte Rechnung.',
      ),
      us(
        'bitte entschuldigen Sie das Versehen. Die korrigierte Rechnung liegt bei, die alte ist storniert.',
        'Rechnung {ref}-1.pdf',
      ),
      them('vielen Dank, ist zur Zahlung freigegeben.'),
    ],
  },
  {
    subject: '[Teststellung {product}|Leihgerät {product}|Können wir die {product} testen?]',
    turns: [
      them(
        'wir würden die {product} gern für vier Wochen an {line} parallel zum Altsystem laufen lassen. [Wäre eine Leihstellung möglich?|Wenn die Zahlen stimmen, reden wir über drei weitere Linien.]',
      ),
      us(
        'sehr gern. Ab {date} ist ein Vorführgerät frei. Den Leihvertrag finden Sie anbei, die Einrichtung am ersten Tag mache ich selbst mit Ihnen.',
        'Leihvertrag {ref}.pdf',
      ),
      them(
        'unterschrieben zurück. [Die Rechtsabteilung hat nur die Haftungsgrenze angepasst.|Ich freue mich auf das Gerät.]',
        'Leihvertrag {ref} unterschrieben.pdf',
      ),
      us('besten Dank, das Gerät geht heute in den Versand. Ich bin am {weekday} um 8 Uhr bei Ihnen.'),
      them(
        'nach zwei Wochen: [die Haarrisse, die wir bisher übersehen haben, findet sie zuverlässig|99,1 Prozent Erkennung, das Altsystem liegt bei 94]. Können wir am {weekday} über Preise sprechen?',
      ),
    ],
  },
  {
    subject: '[Ersatzteile für {line}|Ersatzteilpaket {product}|Verfügbarkeit Ringlicht]',
    turns: [
      them(
        'was sollten wir für {qty} × {product} an Ersatzteilen vorhalten? Letzten Winter haben wir vier Tage auf ein Kabel gewartet.',
      ),
      us(
        'ich empfehle: ein Kamerakopf, zwei Ringlichter, vier Kabel, ein Netzteil. Als Paket {amount}, alles ab Lager.',
      ),
      them(
        'bitte so liefern, Bestellung {po} folgt. [Bitte an die Werkzeugausgabe adressieren.|Versand gern zusammen mit den Haltern.]',
      ),
    ],
  },
  {
    subject: '[Wartungsvertrag {year}|Verlängerung Servicevertrag|Ihr Servicevertrag endet im {month}]',
    turns: [
      us(
        'Ihr Servicevertrag endet am {date}. Ich schlage vor, ihn zu gleichen Bedingungen zu verlängern: zwei Einsätze im Jahr, Ersatzteile binnen 24 Stunden, {amount}.',
        'Servicevertrag {year}.pdf',
      ),
      them(
        '[gibt es auch eine kleinere Variante? Wir hatten dieses Jahr kaum Einsätze.|ich muss ab dieser Summe zwei Vergleichsangebote vorlegen, das dauert etwas.]',
      ),
      us(
        'die kleine Variante mit einem Einsatz liegt bei {lower}. Bei drei Schichten würde ich ehrlich gesagt bei zwei bleiben.',
      ),
      them(
        '[überzeugt, wir bleiben bei zwei Einsätzen.|dann nehmen wir die kleine und schauen.] Unterschrieben anbei.',
        'Servicevertrag {year} unterschrieben.pdf',
      ),
    ],
  },
]
