ALTER TABLE "received_calls" ADD COLUMN "holders" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "received_calls" ADD COLUMN "match_due_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "form_submissions" ADD COLUMN "made_contact" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "form_submissions" ADD COLUMN "mail_due_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "form_submissions" ADD COLUMN "mail_attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "form_submissions" ADD COLUMN "mail_tried_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "form_submissions" ADD COLUMN "mail_sent_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "form_submissions" ADD COLUMN "mail_error" text;--> statement-breakpoint
CREATE INDEX "received_calls_due" ON "received_calls" USING btree ("match_due_at") WHERE "received_calls"."match_due_at" is not null;--> statement-breakpoint
CREATE INDEX "form_submissions_mail" ON "form_submissions" USING btree ("mail_due_at") WHERE "form_submissions"."mail_due_at" is not null;--> statement-breakpoint
-- Calls that nobody was known for are looked up again when a contact gets their number, whoever writes it.
create function wake_calls(numbers text[]) returns void language sql as $$
  update received_calls set match_due_at = now()
   where activity_id is null and number in (select split_part(n, ';', 1) from unnest(numbers) n where n like '+%');
$$;
--> statement-breakpoint
create function contacts_wake_calls() returns trigger language plpgsql as $$
begin
  if exists (select 1 from received_calls where activity_id is null) then
    perform wake_calls((select array_agg(n) from added cross join lateral (values (phone), (mobile)) as numbers(n) where n like '+%'));
  end if;
  return null;
end
$$;
--> statement-breakpoint
create trigger contacts_wake_calls after insert on contacts referencing new table as added
  for each statement execute function contacts_wake_calls();
--> statement-breakpoint
create function contact_wakes_calls() returns trigger language plpgsql as $$
begin
  perform wake_calls(array[new.phone, new.mobile]);
  return null;
end
$$;
--> statement-breakpoint
create trigger contact_wakes_calls after update of phone, mobile on contacts for each row
  when ((old.phone, old.mobile) is distinct from (new.phone, new.mobile)) execute function contact_wakes_calls();
