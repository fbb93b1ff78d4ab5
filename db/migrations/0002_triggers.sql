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
--> statement-breakpoint
-- Most activities stand on one timeline. Whoever writes the links, the count on the activity stays true. Writers of links
-- to one activity take turns by the lock of its message or of the address book, so no count is missed.
create function count_contacts() returns trigger language plpgsql as $$
begin
  update activities a set contact_count = n.total
    from (select ac.activity_id, count(*)::int as total from activity_contacts ac
           where ac.activity_id in (select activity_id from changed) group by ac.activity_id) n
   where a.id = n.activity_id and a.contact_count <> n.total;
  return null;
end
$$;
--> statement-breakpoint
create trigger activity_contacts_added after insert on activity_contacts
  referencing new table as changed for each statement execute function count_contacts();
--> statement-breakpoint
create trigger activity_contacts_removed after delete on activity_contacts
  referencing old table as changed for each statement execute function count_contacts();
