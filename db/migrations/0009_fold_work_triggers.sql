-- Job title, department and source fold like names do; the trigger works them out with the rest.
create or replace function derive_contact() returns trigger language plpgsql as $$
declare
  company record;
  mails text;
  first_mail text;
  all_bounced boolean;
  words text;
begin
  select c.name, c.country into company from companies c where c.id = new.company_id;
  select string_agg(case when lower(a.display) = a.address then a.address else a.display || E'\n' || a.address end, E'\n'
           order by a.is_primary desc, a.created_at, a.address),
         max(a.display) filter (where a.is_primary), bool_and(a.bounced_at is not null)
    into mails, first_mail, all_bounced from contact_addresses a where a.contact_id = new.id;
  words := fold(concat_ws(E'\n', nullif(concat_ws(' ', new.first_name, new.last_name), ''), mails, company.name));
  -- First the words between spaces, for whole words and their beginnings; then the text itself, for phrases and addresses.
  -- A line is a field: phrases do not cross it.
  new.search_text := ' ' || replace(regexp_replace(words, '[^[:alnum:]\n]+', ' ', 'g'), E'\n', E' \n ') || E' \n' || words || E'\n' ||
    concat_ws(E'\n', regexp_replace(new.phone, '\D', '', 'g'), regexp_replace(new.mobile, '\D', '', 'g'));
  new.sort_name := left(coalesce(fold(coalesce(nullif(concat_ws(' ', new.last_name, new.first_name), ''), first_mail,
    new.phone, new.mobile)), ''), 200);
  new.sort_email := left(coalesce(fold(first_mail), ''), 200);
  new.sort_company := left(coalesce(fold(company.name), ''), 200);
  new.sort_owner := left(coalesce(fold((select u.name from users u where u.id = new.owner_id)), ''), 200);
  new.sort_title := left(coalesce(fold(new.job_title), ''), 200);
  new.sort_department := left(coalesce(fold(new.department), ''), 200);
  new.sort_source := left(coalesce(fold(new.source), ''), 200);
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
drop trigger derive_contact_updated on contacts;
--> statement-breakpoint
create trigger derive_contact_updated before update on contacts for each row when (
  new.search_text = '' or (old.first_name, old.last_name, old.phone, old.mobile, old.phone_country, old.company_id,
    old.owner_id, old.country, old.chosen_status, old.consent_status, old.job_title, old.department, old.source)
  is distinct from (new.first_name, new.last_name, new.phone, new.mobile, new.phone_country, new.company_id,
    new.owner_id, new.country, new.chosen_status, new.consent_status, new.job_title, new.department, new.source))
  execute function derive_contact();
--> statement-breakpoint
update contacts set search_text = '';
