-- Ledgers are appended to, never rewritten. Deleting goes with the contact only (erasure).
create function refuse_update() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;
--> statement-breakpoint
create trigger consent_entries_append_only before update on consent_entries
  for each statement execute function refuse_update();
--> statement-breakpoint
create trigger contact_changes_append_only before update on contact_changes
  for each statement execute function refuse_update();
