-- The entries of one deal: whoever joins it later stands on them too.
create index activities_of_deal on activities ((details ->> 'dealId'))
  where type in ('deal_created', 'deal_won', 'deal_lost', 'deal_reopened');
--> statement-breakpoint
-- Rules may look at deals: the score of a contact is due when it joins or leaves one, and when one of its deals changes.
create trigger deal_contacts_score_due after insert on deal_contacts
  referencing new table as changed for each statement execute function score_due_of_changed();
--> statement-breakpoint
create trigger deal_contacts_gone_score_due after delete on deal_contacts
  referencing old table as changed for each statement
  when (not derives_set_wise()) execute function score_due_of_changed();
--> statement-breakpoint
create trigger deal_contacts_moved_score_due after update on deal_contacts
  referencing old table as before_change new table as after_change for each statement execute function score_due_of_moved();
--> statement-breakpoint
create function score_due_of_deals() returns trigger language plpgsql as $$
declare
  due uuid[];
begin
  select array_agg(distinct k.contact_id) into due
    from after_change a join before_change b using (id) join deal_contacts k on k.deal_id = a.id
   where (a.stage_id, a.amount) is distinct from (b.stage_id, b.amount);
  if due is null then
    return null;
  end if;
  perform 1 from contact_engagement where contact_id = any(due) order by contact_id for no key update;
  update contact_engagement set score_due_at = now() where contact_id = any(due);
  return null;
end
$$;
--> statement-breakpoint
create trigger deals_score_due after update on deals
  referencing old table as before_change new table as after_change for each statement execute function score_due_of_deals();
