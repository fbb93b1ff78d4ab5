-- What follows from other columns and tables is kept here, so that it is true whoever writes: form, import, sync, merge.

create function derive_contact() returns trigger language plpgsql as $$
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
create trigger derive_contact_inserted before insert on contacts for each row execute function derive_contact();
--> statement-breakpoint
-- An empty search_text asks for everything to be worked out anew.
create trigger derive_contact_updated before update on contacts for each row when (
  new.search_text = '' or (old.first_name, old.last_name, old.phone, old.mobile, old.phone_country, old.company_id,
    old.owner_id, old.country, old.chosen_status, old.consent_status)
  is distinct from (new.first_name, new.last_name, new.phone, new.mobile, new.phone_country, new.company_id,
    new.owner_id, new.country, new.chosen_status, new.consent_status))
  execute function derive_contact();
--> statement-breakpoint
create function derive_contacts_of_addresses() returns trigger language plpgsql as $$
begin
  update contacts set search_text = '' where id in (select contact_id from changed);
  return null;
end
$$;
--> statement-breakpoint
create trigger contact_addresses_added after insert on contact_addresses
  referencing new table as changed for each statement execute function derive_contacts_of_addresses();
--> statement-breakpoint
create trigger contact_addresses_changed after update on contact_addresses
  referencing new table as changed for each statement execute function derive_contacts_of_addresses();
--> statement-breakpoint
create trigger contact_addresses_removed after delete on contact_addresses
  referencing old table as changed for each statement execute function derive_contacts_of_addresses();
--> statement-breakpoint
create function derive_company() returns trigger language plpgsql as $$
begin
  new.sort_name := left(fold(new.name), 200);
  return new;
end
$$;
--> statement-breakpoint
create trigger derive_company before insert or update of name, sort_name on companies
  for each row execute function derive_company();
--> statement-breakpoint
create function derive_contacts_of_company() returns trigger language plpgsql as $$
begin
  update contacts set search_text = '' where company_id = new.id;
  return null;
end
$$;
--> statement-breakpoint
create trigger derive_contacts_of_company after update on companies for each row
  when (old.name is distinct from new.name or old.country is distinct from new.country)
  execute function derive_contacts_of_company();
--> statement-breakpoint
create function derive_contacts_of_owner() returns trigger language plpgsql as $$
begin
  update contacts set search_text = '' where owner_id = new.id;
  return null;
end
$$;
--> statement-breakpoint
create trigger derive_contacts_of_owner after update on users for each row when (old.name is distinct from new.name)
  execute function derive_contacts_of_owner();
--> statement-breakpoint
-- The values of custom fields, one row each, for those whose fields changed.
create function spread_custom_values() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from contact_custom_values v using after_change a join before_change b using (id)
     where v.contact_id = a.id and a.custom_fields is distinct from b.custom_fields;
    insert into contact_custom_values (contact_id, field_id, ordinal, text_value, number_value, unique_value)
    select s.* from after_change a join before_change b using (id) cross join lateral custom_values_of(a.id, a.custom_fields) s
     where a.custom_fields is distinct from b.custom_fields;
  else
    insert into contact_custom_values (contact_id, field_id, ordinal, text_value, number_value, unique_value)
    select s.* from after_change a cross join lateral custom_values_of(a.id, a.custom_fields) s
     where a.custom_fields <> '{}';
  end if;
  return null;
end
$$;
--> statement-breakpoint
create function custom_values_of(record_id uuid, fields jsonb)
returns table (contact_id uuid, field_id uuid, ordinal smallint, text_value text, number_value double precision, unique_value text)
language sql stable as $$
  select record_id, f.id, v.ordinal::smallint, left(fold(v.value), 200),
      case when f.type = 'number' then v.value::double precision end,
      case when f.is_unique then case when length(v.value) > 200 then md5(fold(v.value)) else fold(v.value) end end
    from jsonb_each(fields) e
    join custom_fields f on f.entity = 'contact' and f.key = e.key
    cross join lateral jsonb_array_elements_text(
      case jsonb_typeof(e.value) when 'array' then e.value when 'null' then '[]' else jsonb_build_array(e.value) end)
      with ordinality v(value, ordinal)
$$;
--> statement-breakpoint
create trigger contacts_custom_inserted after insert on contacts
  referencing new table as after_change for each statement execute function spread_custom_values();
--> statement-breakpoint
create trigger contacts_custom_updated after update on contacts
  referencing old table as before_change new table as after_change for each statement execute function spread_custom_values();
--> statement-breakpoint
-- A place for score and last contact with every contact, and a score that is due again after each change.
create function start_engagement() returns trigger language plpgsql as $$
begin
  insert into contact_engagement (contact_id) select id from added on conflict do nothing;
  return null;
end
$$;
--> statement-breakpoint
create trigger contacts_engagement after insert on contacts
  referencing new table as added for each statement execute function start_engagement();
--> statement-breakpoint
create function score_due_of_contacts() returns trigger language plpgsql as $$
begin
  update contact_engagement e set score_due_at = now()
    from after_change a join before_change b using (id)
   where e.contact_id = a.id and (a.version, a.status, a.consent_status, a.consent_type, a.objected_at, a.law_country)
      is distinct from (b.version, b.status, b.consent_status, b.consent_type, b.objected_at, b.law_country);
  return null;
end
$$;
--> statement-breakpoint
create trigger contacts_score_due after update on contacts
  referencing old table as before_change new table as after_change for each statement execute function score_due_of_contacts();
--> statement-breakpoint
create function score_due_of_changed() returns trigger language plpgsql as $$
begin
  update contact_engagement set score_due_at = now() where contact_id in (select contact_id from changed)
    and (score_due_at is null or score_due_at > now());
  return null;
end
$$;
--> statement-breakpoint
create trigger activity_contacts_score_due after insert on activity_contacts
  referencing new table as changed for each statement execute function score_due_of_changed();
--> statement-breakpoint
create trigger activity_contacts_gone_score_due after delete on activity_contacts
  referencing old table as changed for each statement execute function score_due_of_changed();
--> statement-breakpoint
create trigger contact_tags_score_due after insert on contact_tags
  referencing new table as changed for each statement execute function score_due_of_changed();
--> statement-breakpoint
create trigger contact_tags_gone_score_due after delete on contact_tags
  referencing old table as changed for each statement execute function score_due_of_changed();
--> statement-breakpoint
create trigger company_changes_append_only before update on company_changes
  for each statement execute function refuse_update();
--> statement-breakpoint
create trigger scoring_rule_changes_append_only before update on scoring_rule_changes
  for each statement execute function refuse_update();
--> statement-breakpoint
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;
--> statement-breakpoint
create trigger audit_entries_append_only before update or delete or truncate on audit_entries
  for each statement execute function refuse_change();
--> statement-breakpoint
insert into contact_engagement (contact_id, lead_score, last_contacted_at, last_activity_at)
select id, lead_score, last_contacted_at, last_activity_at from contacts;
--> statement-breakpoint
update contacts set chosen_status = status where status in ('active', 'inactive');
--> statement-breakpoint
update contacts set search_text = '';
--> statement-breakpoint
update companies set sort_name = '';
