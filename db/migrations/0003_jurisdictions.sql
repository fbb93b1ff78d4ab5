-- The law by country of the recipient. Not legal advice; an administrator can change every row.
insert into jurisdictions (country, law, source, reviewed_on)
select code, 'GDPR', 'Regulation (EU) 2016/679; Directive 2002/58/EC, Art. 13', date '2026-11-23'
  from unnest('{AT,BE,BG,HR,CY,CZ,DK,EE,FI,FR,DE,GR,HU,IE,IT,LV,LT,LU,MT,NL,PL,PT,RO,SK,SI,ES,SE,IS,LI,NO,AX,GP,MQ,RE,GF,YT}'::text[]) code
union all values
  ('GB', 'UK GDPR/PECR', 'UK GDPR; Privacy and Electronic Communications Regulations 2003, reg. 22', date '2026-11-23'),
  ('CH', 'FADP', 'Federal Act on Data Protection; Unfair Competition Act, Art. 3(1)(o)', date '2026-11-23'),
  ('CA', 'CASL', 'Canada''s Anti-Spam Legislation, S.C. 2010, c. 23', date '2026-11-23'),
  ('US', 'CAN-SPAM', 'CAN-SPAM Act of 2003, 15 U.S.C. 7701', date '2026-11-23'),
  ('AU', 'Spam Act', 'Spam Act 2003 (Cth)', date '2026-11-23'),
  ('NZ', 'UEMA', 'Unsolicited Electronic Messages Act 2007', date '2026-11-23'),
  ('BR', 'LGPD', 'Lei nº 13.709/2018', date '2026-11-23'),
  ('JP', 'Anti-Spam Act', 'Act on Regulation of Transmission of Specified Electronic Mail', date '2026-11-23'),
  ('SG', 'Spam Control Act', 'Spam Control Act 2007; PDPA', date '2026-11-23'),
  ('ZA', 'POPIA', 'Protection of Personal Information Act, s. 69', date '2026-11-23'),
  ('KR', 'Network Act', 'Network Act, Art. 50', date '2026-11-23'),
  ('IN', 'DPDP Act', 'Digital Personal Data Protection Act 2023', date '2026-11-23'),
  ('IL', 'Communications Law', 'Communications Law, s. 30A', date '2026-11-23'),
  ('HK', 'UEMO', 'Unsolicited Electronic Messages Ordinance', date '2026-11-23');
