-- Which consent marketing mail needs, by country of the recipient: from public sources as they stood on the review date.
-- (S): secondary source. (unverified): from memory, not checked against the text. Not legal advice; an administrator can
-- change every row. Where lists differ the stricter one is kept; a country without a row is treated as the strictest.
with europe(country, business_rule, b2b_note, b2b_source) as (values
  -- Consent also for mail to people at companies.
  ('AT', 'opt_in', 'Direct marketing or more than 50 recipients need consent; generic addresses are freer.', 'compubase.net, prospectrole.com (S)'),
  ('BE', 'opt_in', 'Generic addresses are freer.', 'compubase.net, prospectrole.com (S)'),
  ('BG', 'opt_in', null, null), ('CY', 'opt_in', null, null), ('CZ', 'opt_in', null, null),
  ('DK', 'opt_in', null, null), ('GR', 'opt_in', null, null), ('LT', 'opt_in', null, null),
  ('MT', 'opt_in', null, null), ('PL', 'opt_in', null, null), ('SK', 'opt_in', null, null),
  ('SI', 'opt_in', null, null), ('ES', 'opt_in', null, null),
  ('HR', 'opt_in', 'Companies as recipients too.', 'fedma.org (S)'),
  ('RO', 'opt_in', 'Companies as recipients too.', 'fedma.org (S)'),
  ('NL', 'opt_in', 'Companies as recipients too; addresses published for that purpose are excepted, customers only after a paid transaction.', 'fedma.org (S)'),
  ('DE', 'opt_in', 'UWG § 7, whoever the recipient. Double opt-in is the accepted proof, not a duty of the statute. Consent to tracking is expected.', 'srd-rechtsanwaelte.de 2025, fedma.org, compubase.net (S)'),
  ('IT', 'opt_in', 'Tracking: Garante Provision 284 of 17 Apr 2026, informed and prior consent; may be refused without losing the mail.', 'aoshearman.com, globalpolicywatch.com, cadeproject.org (S)'),
  -- Without consent, with a way out, where the mail is about the person's job.
  ('EE', 'opt_out', 'Position for companies not checked against the statute.', null),
  ('HU', 'opt_out', 'Position for companies not checked against the statute.', null),
  ('LV', 'opt_out', 'Position for companies not checked against the statute.', null),
  ('LU', 'opt_out', 'Position for companies not checked against the statute.', null),
  ('PT', 'opt_out', 'Position for companies not checked against the statute.', null),
  ('SE', 'opt_out', 'Position for companies not checked against the statute.', null),
  ('FI', 'opt_out', null, 'compubase.net (S)'),
  ('IE', 'opt_out', null, 'compubase.net (S)'),
  ('AX', 'opt_out', 'Åland: as Finland.', 'compubase.net (S)'),
  ('FR', 'opt_out', 'CNIL since 17 Feb 2005: work address, mail related to the function, informed and able to object when the address was collected. Tracking: CNIL recommendation of 12 Mar 2026 (2026-042), individual opens need prior consent.', 'emballagesmagazine.com, village-justice.com 46443, modeles.biz; tracking: nomosparis.com, justrelate.com, digitalpolicyalert.org (S)'),
  ('GP', 'opt_out', 'Guadeloupe: as France.', 'as France'),
  ('MQ', 'opt_out', 'Martinique: as France.', 'as France'),
  ('RE', 'opt_out', 'Réunion: as France.', 'as France'),
  ('GF', 'opt_out', 'French Guiana: as France.', 'as France'),
  ('YT', 'opt_out', 'Mayotte: as France.', 'as France'),
  ('MF', 'opt_out', 'Saint-Martin: as France.', 'as France'),
  -- On no list: the stricter.
  ('IS', 'opt_in', 'Explicit consent.', 'threeheartsdigital, iceland.md (S)'),
  ('LI', 'opt_in', 'No source found for companies; the stricter rule is kept.', 'none found')
), rows(country, law, business_rule, personal_rule, purchase_months, inquiry_months, tracking, opt_out_within, note, source) as (
  select country, 'GDPR', business_rule, 'opt_in', null::int, null::int, 'consent',
      'Without delay; an objection to direct marketing is absolute (GDPR Art. 21).',
      concat_ws(' ', case when business_rule = 'opt_in' then 'Consent also for mail to people at companies.'
        else 'No consent for mail related to the job of a person at a company: say who you are, let them object.' end, b2b_note),
      concat_ws('; ', 'Regulation (EU) 2016/679; Directive 2002/58/EC, Art. 13', 'certified-senders.org/email-directive (S)',
        case when country not in ('IS', 'LI') then 'help.hubsell.com 2436605 (S)' end, b2b_source)
    from europe
  union all values
  ('NO', 'GDPR', 'opt_in', 'opt_in', null, null, 'consent', 'At any time.',
   'Marketing Control Act § 15: natural persons, also at work. Customers: address from a sale, similar goods.',
   'forbrukertilsynet.no guidelines; lexology 21ef627b (S); Regulation (EU) 2016/679'),
  ('GB', 'UK GDPR/PECR', 'opt_out', 'opt_in', null, null, 'consent', 'At once; suppress rather than delete.',
   'Companies, LLPs and public bodies need not be asked; sole traders and partnerships count as individuals. Named people are told and may object always.',
   'ico.org.uk, business-to-business marketing; UK GDPR; PECR 2003, reg. 22; fedma.org (S)'),
  ('CH', 'FADP', 'opt_in', 'opt_in', null, null, 'consent', 'Easy and free; no number of days.',
   'UCA Art. 3(1)(o): the same for companies. Customers: a real sale or service, similar offers, able to refuse. Accepting terms is not enough.',
   'edoeb.admin.ch, advertising and marketing; dlapiperdataprotection.com CH (S); mondaq 1651266 (S)'),
  ('CA', 'CASL', 'opt_in_or_relation', 'opt_in_or_relation', 24, 6, 'individual',
   '10 business days; the way out works for 60 days (unverified, s. 11).',
   'Express or implied consent, companies too. Implied: 24 months after a purchase or the end of a contract, 6 after an inquiry; a published address only for mail relevant to the role. A mail that asks for consent needs consent already.',
   'S.C. 2010, c. 23; crtc.gc.ca/eng/com500/guide.htm; suped.com, mondaq 321396, 289966, 543272 (S)'),
  ('US', 'CAN-SPAM', 'opt_out', 'opt_out', null, null, 'individual',
   '10 business days; the link works for 30 days after sending (unverified).',
   'No prior consent, companies are not exempt: truthful headers and subject, postal address, working way out.',
   '15 U.S.C. 7701; cliclaw.com/node/6673, copy of the FTC guide (S); activedemand.com (S)'),
  ('AU', 'Spam Act', 'opt_in_or_relation', 'opt_in_or_relation', null, null, 'individual',
   '5 working days; the address works for 30 days.',
   'Express or inferred: conduct, a recent or ongoing business relation, a published work address relevant to the role without a refusal notice.',
   'Spam Act 2003 (Cth), s. 18, Sch. 2 (austlii); sheertech.com.au (S); threeheartsdigital, australia.md (S)'),
  ('NZ', 'UEMA', 'opt_in_or_relation', 'opt_in_or_relation', null, null, 'individual',
   '5 working days; the way out works for 30 days.',
   'Express, inferred, or deemed (published in a business capacity, relevant, no refusal). The sender proves it, s. 9(3).',
   'Unsolicited Electronic Messages Act 2007, ss. 4, 9, 11 (legislation.govt.nz); dia.govt.nz FAQ'),
  ('BR', 'LGPD', 'opt_in_or_relation', 'opt_in', null, null, 'individual', null,
   'Consent, or legitimate interest that an existing relation supports: record the relation. Bought lists are risky.',
   'Lei nº 13.709/2018; hosakiadvocacia.com.br (S); threeheartsdigital, brazil.md (S)'),
  ('JP', 'Anti-Spam Act', 'opt_in_or_relation', 'opt_in_or_relation', null, null, 'individual', 'No further mail after a refusal.',
   'Opt-in since Dec 2008; excepted: who gave you the address, a business relation, a business that publishes its address. Keep the record of consent.',
   'Act on Regulation of Transmission of Specified Electronic Mail; soumu.go.jp (summary); lexology 143930c5 (S); threeheartsdigital, japan.md (S)'),
  ('SG', 'Spam Control Act', 'opt_in', 'opt_in', null, null, 'individual', '10 business days.',
   'Unsolicited bulk mail needs <ADV> at the start of the subject and a way out; giving or publishing an address is not consent.',
   'laws.sg bill 2007-6 cl. 5, Sch. 2; PDPA; innovax.systems, godirect.com.sg (S)'),
  ('ZA', 'POPIA', 'opt_in', 'opt_in', null, null, 'individual', 'In each message.',
   'Companies as recipients too. Who is no customer may be asked once (Form 4); a refusal is final.',
   'Protection of Personal Information Act, s. 69; swart.law, fasken.com, clearwood.co.za (S)'),
  ('KR', 'Network Act', 'opt_in', 'opt_in', 6, null, 'individual', null,
   'Express prior consent; the same kind of goods for some time after a deal (6 months, unverified). Reconfirm every 2 years, label (광고) (unverified).',
   'Network Act, Art. 50 (dmz.paju.go.kr, reprint)'),
  ('IN', 'DPDP Act', 'opt_in', 'opt_in', null, null, 'individual', 'Withdrawing is as easy as giving.',
   'No act on mail; duties of consent and notice in force by mid-May 2027. Treated as opt-in now.',
   'Digital Personal Data Protection Act 2023; Rules notified 14 Nov 2025 (business-standard.com, getastra.com; S)'),
  ('IL', 'Communications Law', 'opt_in', 'opt_in', null, null, 'individual', null,
   'Explicit, or details given in a purchase or negotiation.', 'Communications Law, s. 30A; threeheartsdigital (S)'),
  ('CN', 'PIPL', 'opt_in', 'opt_in', null, null, 'individual', null,
   'Explicit consent. Name of the law from memory (unverified).', 'threeheartsdigital (S)'),
  ('HK', 'UEMO', 'opt_out', 'opt_out', null, null, 'individual', '10 working days (unverified).', 'Clear sender.',
   'Unsolicited Electronic Messages Ordinance; threeheartsdigital (S)'),
  ('AE', 'RUEC', 'opt_in', 'opt_in', null, null, 'individual', null,
   'One source says implied consent is enough; the stricter rule is kept.', 'threeheartsdigital (S)')
  union all
  select code, 'Not examined', 'opt_in', 'opt_in', null, null, tracking, null,
      'Nobody examined this law; treated as the strictest until somebody does.', 'none'
    from (values ('{MX,AR,CL,TR,RU,UA}'::text[], 'individual'), ('{PM,BL,WF,PF,NC,AW,CW,SX,BQ}', 'consent')) as rest(codes, tracking),
      unnest(codes) code
)
insert into jurisdictions (country, law, business_rule, personal_rule, purchase_months, inquiry_months, tracking, opt_out_within,
  note, source, reviewed_on)
select rows.*, date '2026-11-23' from rows
on conflict (country) do update set law = excluded.law, business_rule = excluded.business_rule,
  personal_rule = excluded.personal_rule, purchase_months = excluded.purchase_months, inquiry_months = excluded.inquiry_months,
  tracking = excluded.tracking, opt_out_within = excluded.opt_out_within, note = excluded.note, source = excluded.source,
  reviewed_on = excluded.reviewed_on;
--> statement-breakpoint
-- Another country that counts may mean another answer (CO-15): the consent clock looks at what is marked here.
create function mark_consent_review() returns trigger language plpgsql as $$
begin
  insert into consent_reviews (contact_id, country) values (new.id, old.law_country) on conflict do nothing;
  return null;
end
$$;
--> statement-breakpoint
create trigger contacts_consent_review after update on contacts for each row
  when (old.law_country is distinct from new.law_country) execute function mark_consent_review();
