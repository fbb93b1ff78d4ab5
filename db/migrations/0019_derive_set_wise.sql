-- What follows from a contact's other columns, as functions of their own: the trigger works a row at a time, an import
-- thousands of rows in one statement, and both mean the same. Arguments stand once where they are dear: PostgreSQL
-- inlines such functions.
create function contact_words(first_name text, last_name text, mails text, company text) returns text
language sql stable parallel safe
return fold(concat_ws(E'\n', nullif(concat_ws(' ', first_name, last_name), ''), mails, company));
--> statement-breakpoint
-- First the words between spaces, for whole words and their beginnings; then the text itself, for phrases and addresses.
-- A line is a field: phrases do not cross it.
create function contact_search_text(words text, phone text, mobile text) returns text
language sql immutable parallel safe
return ' ' || replace(regexp_replace(words, '[^[:alnum:]\n]+', ' ', 'g'), E'\n', E' \n ') || E' \n' || words || E'\n' ||
  concat_ws(E'\n', regexp_replace(phone, '\D', '', 'g'), regexp_replace(mobile, '\D', '', 'g'));
--> statement-breakpoint
create function sort_key(value text) returns text
language sql stable parallel safe
return left(coalesce(fold(value), ''), 200);
--> statement-breakpoint
create function contact_sort_name(first_name text, last_name text, mail text, phone text, mobile text) returns text
language sql stable parallel safe
return sort_key(coalesce(nullif(concat_ws(' ', last_name, first_name), ''), mail, phone, mobile));
--> statement-breakpoint
create or replace function derive_contact() returns trigger language plpgsql as $$
declare
  company record;
  mails text;
  first_mail text;
  all_bounced boolean;
begin
  select c.name, c.country into company from companies c where c.id = new.company_id;
  select string_agg(case when lower(a.display) = a.address then a.address else a.display || E'\n' || a.address end, E'\n'
           order by a.is_primary desc, a.created_at, a.address),
         max(a.display) filter (where a.is_primary), bool_and(a.bounced_at is not null)
    into mails, first_mail, all_bounced from contact_addresses a where a.contact_id = new.id;
  new.search_text := contact_search_text(contact_words(new.first_name, new.last_name, mails, company.name), new.phone, new.mobile);
  new.sort_name := contact_sort_name(new.first_name, new.last_name, first_mail, new.phone, new.mobile);
  new.sort_email := sort_key(first_mail);
  new.sort_company := sort_key(company.name);
  new.sort_owner := sort_key((select u.name from users u where u.id = new.owner_id));
  new.sort_title := sort_key(new.job_title);
  new.sort_department := sort_key(new.department);
  new.sort_source := sort_key(new.source);
  new.law_country := coalesce(new.country, company.country, new.phone_country);
  new.law_basis := case when new.country is not null then 'contact' when company.country is not null then 'company'
    when new.phone_country is not null then 'phone' end;
  -- A refusal outweighs a bounce, and both outweigh what a person chose (SPEC §3, CR-05, CR-06).
  new.status := case when new.consent_status = 'opted_out' then 'unsubscribed' when all_bounced then 'bounced'
    else new.chosen_status end;
  return new;
end
$$;
--> statement-breakpoint
-- Who writes thousands of new contacts in one statement works out these columns in it, and says so for its transaction.
-- A setting, not session_replication_role: that one belongs to superusers, and foreign keys must hold.
create function derives_set_wise() returns boolean language sql stable
return coalesce(current_setting('throughline.derives_set_wise', true), '') = 'on';
--> statement-breakpoint
drop trigger derive_contact_inserted on contacts;
--> statement-breakpoint
create trigger derive_contact_inserted before insert on contacts for each row
  when (not derives_set_wise()) execute function derive_contact();
--> statement-breakpoint
drop trigger contact_addresses_added on contact_addresses;
--> statement-breakpoint
create trigger contact_addresses_added after insert on contact_addresses
  referencing new table as changed for each statement
  when (not derives_set_wise()) execute function derive_contacts_of_addresses();
--> statement-breakpoint
drop trigger contact_tags_score_due on contact_tags;
--> statement-breakpoint
-- The score of a contact that begins in the same transaction is due anyway.
create trigger contact_tags_score_due after insert on contact_tags
  referencing new table as changed for each statement
  when (not derives_set_wise()) execute function score_due_of_changed();
--> statement-breakpoint
-- The same where many contacts go: nothing of theirs is worth working out.
drop trigger contact_addresses_removed on contact_addresses;
--> statement-breakpoint
create trigger contact_addresses_removed after delete on contact_addresses
  referencing old table as changed for each statement
  when (not derives_set_wise()) execute function derive_contacts_of_addresses();
--> statement-breakpoint
drop trigger contact_tags_gone_score_due on contact_tags;
--> statement-breakpoint
create trigger contact_tags_gone_score_due after delete on contact_tags
  referencing old table as changed for each statement
  when (not derives_set_wise()) execute function score_due_of_changed();
--> statement-breakpoint
drop trigger activity_contacts_gone_score_due on activity_contacts;
--> statement-breakpoint
create trigger activity_contacts_gone_score_due after delete on activity_contacts
  referencing old table as changed for each statement
  when (not derives_set_wise()) execute function score_due_of_changed();
--> statement-breakpoint
-- What is encrypted cannot be packed any smaller.
alter table import_file_parts alter column bytes set storage external;
