-- A score is due again after everything a rule may look at. The mark is set even where the score is due already: it
-- locks the row, so that whoever is working out the score cannot miss what has not been committed yet. Rows are locked
-- in order, so that two of these never wait for each other.
create or replace function score_due_of_changed() returns trigger language plpgsql as $$
begin
  perform 1 from contact_engagement where contact_id in (select contact_id from changed)
    order by contact_id for no key update;
  update contact_engagement set score_due_at = now() where contact_id in (select contact_id from changed);
  return null;
end
$$;
--> statement-breakpoint
create function score_due_of_moved() returns trigger language plpgsql as $$
begin
  perform 1 from contact_engagement
    where contact_id in (select contact_id from (table after_change except table before_change) a
      union select contact_id from (table before_change except table after_change) b)
    order by contact_id for no key update;
  update contact_engagement set score_due_at = now()
    where contact_id in (select contact_id from (table after_change except table before_change) a
      union select contact_id from (table before_change except table after_change) b);
  return null;
end
$$;
--> statement-breakpoint
-- The search text holds name, addresses, numbers and company; the version counts what people edit.
create or replace function score_due_of_contacts() returns trigger language plpgsql as $$
begin
  update contact_engagement e set score_due_at = now()
    from after_change a join before_change b using (id)
   where e.contact_id = a.id and (a.version, a.status, a.consent_status, a.consent_type, a.objected_at, a.law_country,
       a.owner_id, a.search_text, a.consent_expires_at, a.consent_date, a.gdpr_basis, a.tracking_consent, a.custom_fields)
     is distinct from (b.version, b.status, b.consent_status, b.consent_type, b.objected_at, b.law_country,
       b.owner_id, b.search_text, b.consent_expires_at, b.consent_date, b.gdpr_basis, b.tracking_consent, b.custom_fields);
  return null;
end
$$;
--> statement-breakpoint
create trigger activity_contacts_moved_score_due after update on activity_contacts
  referencing old table as before_change new table as after_change for each statement execute function score_due_of_moved();
--> statement-breakpoint
create trigger contact_tags_moved_score_due after update on contact_tags
  referencing old table as before_change new table as after_change for each statement execute function score_due_of_moved();
--> statement-breakpoint
create trigger segment_members_score_due after insert on segment_members
  referencing new table as changed for each statement execute function score_due_of_changed();
--> statement-breakpoint
create trigger segment_members_gone_score_due after delete on segment_members
  referencing old table as changed for each statement execute function score_due_of_changed();
--> statement-breakpoint
create trigger score_adjustments_score_due after insert on score_adjustments
  referencing new table as changed for each statement execute function score_due_of_changed();
--> statement-breakpoint
create trigger score_adjustments_gone_score_due after delete on score_adjustments
  referencing old table as changed for each statement execute function score_due_of_changed();
--> statement-breakpoint
create trigger score_adjustments_moved_score_due after update on score_adjustments
  referencing old table as before_change new table as after_change for each statement execute function score_due_of_moved();
--> statement-breakpoint
-- Only opens and clicks of people count, and who it was may be judged anew.
create function score_due_of_activity() returns trigger language plpgsql as $$
begin
  update contact_engagement set score_due_at = now()
    where contact_id in (select contact_id from activity_contacts where activity_id = new.id);
  return null;
end
$$;
--> statement-breakpoint
create trigger activities_score_due after update of details on activities for each row
  when (new.type in ('email_opened', 'email_clicked') and (old.details ->> 'class') is distinct from (new.details ->> 'class'))
  execute function score_due_of_activity();
--> statement-breakpoint
create function score_due_of_owner() returns trigger language plpgsql as $$
begin
  update contact_engagement set score_due_at = now()
    where contact_id in (select id from contacts where owner_id = new.id);
  return null;
end
$$;
--> statement-breakpoint
create trigger users_score_due after update of active on users for each row
  when (old.active is distinct from new.active) execute function score_due_of_owner();
--> statement-breakpoint
-- A fresh product shows scores; every one of these rules can be changed or deleted.
insert into scoring_rules (name, part, condition, points, cap, half_life_days, position)
select * from (values
  ('Decision maker', 'fit', '{"filter":{"field":"role","op":"any_of","value":["decision_maker"]}}'::jsonb,
    20::float8, null::float8, null::float8, 1),
  ('Opted in to marketing', 'fit', '{"filter":{"field":"consentStatus","op":"any_of","value":["opted_in"]}}',
    10, null, null, 2),
  ('Free-mail address', 'fit', '{"filter":{"or":[
      {"field":"email","op":"contains","value":"@gmail."},{"field":"email","op":"contains","value":"@googlemail."},
      {"field":"email","op":"contains","value":"@outlook."},{"field":"email","op":"contains","value":"@hotmail."},
      {"field":"email","op":"contains","value":"@yahoo."},{"field":"email","op":"contains","value":"@icloud.com"},
      {"field":"email","op":"contains","value":"@gmx."},{"field":"email","op":"contains","value":"@web.de"}]}}',
    -5, null, null, 3),
  ('Wrote to us lately', 'engagement',
    '{"activity":{"types":["email_received"],"withinDays":90,"per":"each","atLeast":1}}', 8, 30, 30, 4),
  ('Met in the last 30 days', 'engagement',
    '{"activity":{"types":["meeting"],"withinDays":30,"per":"once","atLeast":1}}', 20, null, null, 5),
  ('No contact for 180 days', 'engagement', '{"filter":{"and":[
      {"field":"lastContactedAt","op":"not_empty"},{"field":"lastContactedAt","op":"not_in_last_days","value":180}]}}',
    -15, null, null, 6)
) first_rules (name, part, condition, points, cap, half_life_days, position)
where not exists (select 1 from scoring_rules);
