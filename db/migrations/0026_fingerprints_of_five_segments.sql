-- Contacts are found by other parts of their names now: nobody would be found by what was kept before.
truncate contact_fingerprints;--> statement-breakpoint
insert into duplicate_due (contact_id, created_at) select id, clock_timestamp() from contacts on conflict do nothing;
