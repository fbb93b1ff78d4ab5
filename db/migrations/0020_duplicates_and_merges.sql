CREATE TABLE "contact_fingerprints" (
	"contact_id" uuid PRIMARY KEY NOT NULL,
	"keys" integer[] NOT NULL,
	"ways" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "duplicate_due" (
	"contact_id" uuid PRIMARY KEY NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "duplicate_groups" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"score" real NOT NULL,
	"certainty" text NOT NULL,
	"size" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "duplicate_members" (
	"contact_id" uuid PRIMARY KEY NOT NULL,
	"group_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "duplicate_pairs" (
	"first_id" uuid NOT NULL,
	"second_id" uuid NOT NULL,
	"score" real NOT NULL,
	"certainty" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"known_reasons" text[] DEFAULT '{}' NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"found_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "duplicate_pairs_first_id_second_id_pk" PRIMARY KEY("first_id","second_id"),
	CONSTRAINT "duplicate_pairs_in_order" CHECK ("duplicate_pairs"."first_id" < "duplicate_pairs"."second_id")
);
--> statement-breakpoint
CREATE TABLE "duplicate_scans" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"step" text,
	"contacts" integer DEFAULT 0 NOT NULL,
	"names" integer DEFAULT 0 NOT NULL,
	"name_pairs" bigint DEFAULT 0 NOT NULL,
	"candidates" bigint DEFAULT 0 NOT NULL,
	"suggested" integer DEFAULT 0 NOT NULL,
	"error" text,
	"requested_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "fact_frequencies" (
	"kind" text NOT NULL,
	"key" bigint NOT NULL,
	"contacts" integer NOT NULL,
	CONSTRAINT "fact_frequencies_kind_key_pk" PRIMARY KEY("kind","key")
);
--> statement-breakpoint
CREATE TABLE "merge_parts" (
	"merge_id" uuid NOT NULL,
	"former_id" uuid NOT NULL,
	"table_name" text NOT NULL,
	"rows" jsonb NOT NULL,
	CONSTRAINT "merge_parts_merge_id_former_id_table_name_pk" PRIMARY KEY("merge_id","former_id","table_name")
);
--> statement-breakpoint
CREATE TABLE "merged_contacts" (
	"former_id" uuid PRIMARY KEY NOT NULL,
	"survivor_id" uuid NOT NULL,
	"merge_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "merges" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"survivor_id" uuid NOT NULL,
	"choices" jsonb NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"in_bulk" boolean DEFAULT false NOT NULL,
	"merged_by" uuid,
	"request_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"undone_at" timestamp (3) with time zone,
	"undone_by" uuid,
	"conflicts" jsonb
);
--> statement-breakpoint
ALTER TABLE "contact_fingerprints" ADD CONSTRAINT "contact_fingerprints_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duplicate_due" ADD CONSTRAINT "duplicate_due_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duplicate_members" ADD CONSTRAINT "duplicate_members_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duplicate_members" ADD CONSTRAINT "duplicate_members_group_id_duplicate_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."duplicate_groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duplicate_pairs" ADD CONSTRAINT "duplicate_pairs_first_id_contacts_id_fk" FOREIGN KEY ("first_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duplicate_pairs" ADD CONSTRAINT "duplicate_pairs_second_id_contacts_id_fk" FOREIGN KEY ("second_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duplicate_pairs" ADD CONSTRAINT "duplicate_pairs_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duplicate_scans" ADD CONSTRAINT "duplicate_scans_requested_by_users_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merge_parts" ADD CONSTRAINT "merge_parts_merge_id_merges_id_fk" FOREIGN KEY ("merge_id") REFERENCES "public"."merges"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merged_contacts" ADD CONSTRAINT "merged_contacts_survivor_id_contacts_id_fk" FOREIGN KEY ("survivor_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merged_contacts" ADD CONSTRAINT "merged_contacts_merge_id_merges_id_fk" FOREIGN KEY ("merge_id") REFERENCES "public"."merges"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merges" ADD CONSTRAINT "merges_survivor_id_contacts_id_fk" FOREIGN KEY ("survivor_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merges" ADD CONSTRAINT "merges_merged_by_users_id_fk" FOREIGN KEY ("merged_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merges" ADD CONSTRAINT "merges_undone_by_users_id_fk" FOREIGN KEY ("undone_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contact_fingerprints_keys" ON "contact_fingerprints" USING gin ("keys");--> statement-breakpoint
CREATE INDEX "duplicate_groups_best" ON "duplicate_groups" USING btree ("score","id");--> statement-breakpoint
CREATE INDEX "duplicate_members_group" ON "duplicate_members" USING btree ("group_id");--> statement-breakpoint
CREATE INDEX "duplicate_pairs_second" ON "duplicate_pairs" USING btree ("second_id");--> statement-breakpoint
CREATE INDEX "merged_contacts_survivor" ON "merged_contacts" USING btree ("survivor_id");--> statement-breakpoint
CREATE INDEX "merged_contacts_merge" ON "merged_contacts" USING btree ("merge_id");--> statement-breakpoint
CREATE INDEX "merges_survivor" ON "merges" USING btree ("survivor_id","created_at");
--> statement-breakpoint
-- Whoever writes what people are told apart by marks the contact to be compared again. Who writes thousands in one
-- statement marks them itself, in one statement too.
create function mark_duplicate_due(who uuid) returns void language sql
begin atomic
  insert into duplicate_due (contact_id, created_at) select id, clock_timestamp() from contacts where id = who
    on conflict (contact_id) do update set created_at = excluded.created_at;
end;
--> statement-breakpoint
create function contact_facts_changed() returns trigger language plpgsql as $$
begin
  perform mark_duplicate_due(new.id);
  return null;
end
$$;
--> statement-breakpoint
create trigger contact_facts_inserted after insert on contacts for each row
  when (not derives_set_wise()) execute function contact_facts_changed();
--> statement-breakpoint
create trigger contact_facts_updated
  after update of first_name, last_name, phone, mobile, company_id, job_title, linkedin, country, custom_fields on contacts for each row
  when (not derives_set_wise() and (old.first_name, old.last_name, old.phone, old.mobile, old.company_id, old.job_title, old.linkedin, old.country, old.custom_fields)
    is distinct from (new.first_name, new.last_name, new.phone, new.mobile, new.company_id, new.job_title, new.linkedin, new.country, new.custom_fields))
  execute function contact_facts_changed();
--> statement-breakpoint
create function contact_address_changed() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then perform mark_duplicate_due(old.contact_id); end if;
  if tg_op <> 'DELETE' then perform mark_duplicate_due(new.contact_id); end if;
  return null;
end
$$;
--> statement-breakpoint
create trigger contact_address_changed after insert or delete or update of contact_id, address on contact_addresses for each row
  when (not derives_set_wise()) execute function contact_address_changed();
--> statement-breakpoint
-- Whoever looks for duplicates reads this index at once; a list of entries that wait would be read through each time.
alter index contact_fingerprints_keys set (fastupdate = off);
--> statement-breakpoint
-- Overlap of arrays is always thought to be frequent, and reading the whole table cheaper; it never is here.
create function contacts_by_fingerprint(wanted int[]) returns setof contact_fingerprints language sql stable
set enable_seqscan = off
begin atomic
  select f.contact_id, f.keys, f.ways from contact_fingerprints f where f.keys && wanted;
end;
