CREATE TABLE "activity_changes" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"activity_id" uuid NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"user_id" uuid,
	"action" text NOT NULL,
	"before" json DEFAULT '{}'::json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "activity_mentions" (
	"activity_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp (3) with time zone,
	CONSTRAINT "activity_mentions_activity_id_user_id_pk" PRIMARY KEY("activity_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "activity_removals" (
	"activity_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"type" text NOT NULL,
	"blind" boolean NOT NULL,
	"folded" boolean NOT NULL,
	"reason" text NOT NULL,
	"removed_by" uuid,
	"removed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "activity_removals_activity_id_contact_id_pk" PRIMARY KEY("activity_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "call_sources" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"name" text NOT NULL,
	"generation" integer DEFAULT 1 NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"last_call_at" timestamp (3) with time zone,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "received_calls" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"source_id" uuid NOT NULL,
	"key" text NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"direction" text NOT NULL,
	"number" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"seconds" integer,
	"outcome" text,
	"recording_url" text,
	"user_id" uuid,
	"activity_id" uuid,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "received_calls_delivery" UNIQUE("source_id","key")
);
--> statement-breakpoint
CREATE TABLE "deal_changes" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"deal_id" uuid NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"user_id" uuid,
	"field" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"route" text NOT NULL,
	"request_id" text
);
--> statement-breakpoint
CREATE TABLE "deal_contacts" (
	"deal_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"role" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "deal_contacts_deal_id_contact_id_pk" PRIMARY KEY("deal_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "deal_stages" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"name" text NOT NULL,
	"position" integer NOT NULL,
	"outcome" text DEFAULT 'open' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deals" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"name" text NOT NULL,
	"company_id" uuid,
	"amount" numeric(18, 4),
	"currency" text,
	"stage_id" uuid NOT NULL,
	"stage_since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"owner_id" uuid,
	"expected_close" date,
	"closed_at" timestamp (3) with time zone,
	"close_reason" text,
	"sort_name" text DEFAULT '' NOT NULL,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "form_submissions" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"form_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"values" jsonb NOT NULL,
	"contact_id" uuid,
	"activity_id" uuid,
	"page_url" text,
	"network" text,
	"agent" text,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "form_versions" (
	"form_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"published_by" uuid,
	"published_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "form_versions_form_id_version_pk" PRIMARY KEY("form_id","version")
);
--> statement-breakpoint
CREATE TABLE "forms" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"public_id" text NOT NULL,
	"name" text NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"draft" jsonb NOT NULL,
	"published_version" integer,
	"owner_id" uuid,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "forms_publicId_unique" UNIQUE("public_id")
);
--> statement-breakpoint
CREATE TABLE "outgoing_mails" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"user_id" uuid NOT NULL,
	"state" text DEFAULT 'preparing' NOT NULL,
	"content" jsonb,
	"purpose" text DEFAULT 'one_to_one' NOT NULL,
	"tracked" boolean DEFAULT false NOT NULL,
	"template_id" uuid,
	"graph_message_id" text,
	"internet_message_id" text,
	"message_id" uuid,
	"error" jsonb,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp (3) with time zone,
	"sent_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "templates" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"name" text NOT NULL,
	"purpose" text DEFAULT 'one_to_one' NOT NULL,
	"subject" text DEFAULT '' NOT NULL,
	"body" text NOT NULL,
	"shared" boolean DEFAULT true NOT NULL,
	"owner_id" uuid NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organisation_settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"updated_by" uuid,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tracked_links" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"tracked_mail_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"url" text NOT NULL,
	"trap" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tracked_mails" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"user_id" uuid NOT NULL,
	"outgoing_mail_id" uuid,
	"contact_id" uuid,
	"recipients" integer NOT NULL,
	"internet_message_id" text,
	"message_id" uuid,
	"sent_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tracking_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tracked_mail_id" uuid NOT NULL,
	"link_id" uuid,
	"kind" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"method" text NOT NULL,
	"network" text,
	"agent" text,
	"referrer" text,
	"class" text NOT NULL,
	"reason" text NOT NULL,
	"rules" smallint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_networks" (
	"user_id" uuid NOT NULL,
	"network" text NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "user_networks_user_id_network_pk" PRIMARY KEY("user_id","network")
);
--> statement-breakpoint
DROP INDEX "activity_contacts_timeline";--> statement-breakpoint
ALTER TABLE "activities" ADD COLUMN "edited_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "activities" ADD COLUMN "parent_id" uuid;--> statement-breakpoint
ALTER TABLE "activity_contacts" ADD COLUMN "folded" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "activity_changes" ADD CONSTRAINT "activity_changes_activity_id_activities_id_fk" FOREIGN KEY ("activity_id") REFERENCES "public"."activities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_changes" ADD CONSTRAINT "activity_changes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_mentions" ADD CONSTRAINT "activity_mentions_activity_id_activities_id_fk" FOREIGN KEY ("activity_id") REFERENCES "public"."activities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_mentions" ADD CONSTRAINT "activity_mentions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_removals" ADD CONSTRAINT "activity_removals_activity_id_activities_id_fk" FOREIGN KEY ("activity_id") REFERENCES "public"."activities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_removals" ADD CONSTRAINT "activity_removals_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_removals" ADD CONSTRAINT "activity_removals_removed_by_users_id_fk" FOREIGN KEY ("removed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_sources" ADD CONSTRAINT "call_sources_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "received_calls" ADD CONSTRAINT "received_calls_source_id_call_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."call_sources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "received_calls" ADD CONSTRAINT "received_calls_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "received_calls" ADD CONSTRAINT "received_calls_activity_id_activities_id_fk" FOREIGN KEY ("activity_id") REFERENCES "public"."activities"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_changes" ADD CONSTRAINT "deal_changes_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_changes" ADD CONSTRAINT "deal_changes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_contacts" ADD CONSTRAINT "deal_contacts_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_contacts" ADD CONSTRAINT "deal_contacts_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deals" ADD CONSTRAINT "deals_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deals" ADD CONSTRAINT "deals_stage_id_deal_stages_id_fk" FOREIGN KEY ("stage_id") REFERENCES "public"."deal_stages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deals" ADD CONSTRAINT "deals_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deals" ADD CONSTRAINT "deals_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_submissions" ADD CONSTRAINT "form_submissions_form_id_forms_id_fk" FOREIGN KEY ("form_id") REFERENCES "public"."forms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_submissions" ADD CONSTRAINT "form_submissions_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_submissions" ADD CONSTRAINT "form_submissions_activity_id_activities_id_fk" FOREIGN KEY ("activity_id") REFERENCES "public"."activities"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_versions" ADD CONSTRAINT "form_versions_form_id_forms_id_fk" FOREIGN KEY ("form_id") REFERENCES "public"."forms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_versions" ADD CONSTRAINT "form_versions_published_by_users_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "forms" ADD CONSTRAINT "forms_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "forms" ADD CONSTRAINT "forms_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outgoing_mails" ADD CONSTRAINT "outgoing_mails_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outgoing_mails" ADD CONSTRAINT "outgoing_mails_template_id_templates_id_fk" FOREIGN KEY ("template_id") REFERENCES "public"."templates"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outgoing_mails" ADD CONSTRAINT "outgoing_mails_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "templates" ADD CONSTRAINT "templates_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_settings" ADD CONSTRAINT "organisation_settings_updated_by_users_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tracked_links" ADD CONSTRAINT "tracked_links_tracked_mail_id_tracked_mails_id_fk" FOREIGN KEY ("tracked_mail_id") REFERENCES "public"."tracked_mails"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tracked_mails" ADD CONSTRAINT "tracked_mails_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tracked_mails" ADD CONSTRAINT "tracked_mails_outgoing_mail_id_outgoing_mails_id_fk" FOREIGN KEY ("outgoing_mail_id") REFERENCES "public"."outgoing_mails"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tracked_mails" ADD CONSTRAINT "tracked_mails_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tracked_mails" ADD CONSTRAINT "tracked_mails_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tracking_events" ADD CONSTRAINT "tracking_events_tracked_mail_id_tracked_mails_id_fk" FOREIGN KEY ("tracked_mail_id") REFERENCES "public"."tracked_mails"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tracking_events" ADD CONSTRAINT "tracking_events_link_id_tracked_links_id_fk" FOREIGN KEY ("link_id") REFERENCES "public"."tracked_links"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_networks" ADD CONSTRAINT "user_networks_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "activity_changes_activity" ON "activity_changes" USING btree ("activity_id","at");--> statement-breakpoint
CREATE INDEX "activity_mentions_user" ON "activity_mentions" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "activity_removals_contact" ON "activity_removals" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "activity_removals_removed" ON "activity_removals" USING btree ("removed_at");--> statement-breakpoint
CREATE INDEX "received_calls_waiting" ON "received_calls" USING btree ("number") WHERE "received_calls"."activity_id" is null;--> statement-breakpoint
CREATE INDEX "received_calls_activity" ON "received_calls" USING btree ("activity_id");--> statement-breakpoint
CREATE INDEX "received_calls_received" ON "received_calls" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "deal_changes_deal" ON "deal_changes" USING btree ("deal_id","at","id");--> statement-breakpoint
CREATE INDEX "deal_contacts_contact" ON "deal_contacts" USING btree ("contact_id");--> statement-breakpoint
CREATE UNIQUE INDEX "deal_stages_name" ON "deal_stages" USING btree (lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "deal_stages_final" ON "deal_stages" USING btree ("outcome") WHERE "deal_stages"."outcome" <> 'open';--> statement-breakpoint
CREATE INDEX "deals_stage" ON "deals" USING btree ("stage_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "deals_company" ON "deals" USING btree ("company_id");--> statement-breakpoint
CREATE INDEX "deals_owner" ON "deals" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "deals_updated" ON "deals" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "deals_search" ON "deals" USING gin ("sort_name" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "form_submissions_form" ON "form_submissions" USING btree ("form_id","received_at","id");--> statement-breakpoint
CREATE INDEX "form_submissions_contact" ON "form_submissions" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "form_submissions_expiry" ON "form_submissions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "outgoing_mails_user" ON "outgoing_mails" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "outgoing_mails_due" ON "outgoing_mails" USING btree ("due_at") WHERE "outgoing_mails"."due_at" is not null;--> statement-breakpoint
CREATE INDEX "outgoing_mails_internet_message" ON "outgoing_mails" USING btree ("internet_message_id");--> statement-breakpoint
CREATE UNIQUE INDEX "templates_name" ON "templates" USING btree (lower("name"),"owner_id");--> statement-breakpoint
CREATE INDEX "tracked_links_mail" ON "tracked_links" USING btree ("tracked_mail_id","position");--> statement-breakpoint
CREATE INDEX "tracked_mails_contact" ON "tracked_mails" USING btree ("contact_id","sent_at");--> statement-breakpoint
CREATE INDEX "tracked_mails_message" ON "tracked_mails" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "tracked_mails_internet_message" ON "tracked_mails" USING btree ("internet_message_id");--> statement-breakpoint
CREATE INDEX "tracked_mails_outgoing" ON "tracked_mails" USING btree ("outgoing_mail_id");--> statement-breakpoint
CREATE INDEX "tracking_events_mail" ON "tracking_events" USING btree ("tracked_mail_id","at");--> statement-breakpoint
CREATE INDEX "tracking_events_at" ON "tracking_events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "user_networks_seen" ON "user_networks" USING btree ("seen_at");--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_parent_id_activities_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."activities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "activities_parent" ON "activities" USING btree ("parent_id","occurred_at") WHERE "activities"."parent_id" is not null;--> statement-breakpoint
CREATE INDEX "activity_contacts_folded" ON "activity_contacts" USING btree ("contact_id","occurred_at","activity_id") WHERE "activity_contacts"."folded";--> statement-breakpoint
CREATE INDEX "activity_contacts_timeline" ON "activity_contacts" USING btree ("contact_id","occurred_at","activity_id") WHERE not "activity_contacts"."folded";
--> statement-breakpoint
create trigger deal_changes_append_only before update on deal_changes
  for each statement execute function refuse_update();
--> statement-breakpoint
create trigger activity_changes_append_only before update on activity_changes
  for each statement execute function refuse_update();
--> statement-breakpoint
create trigger form_versions_append_only before update on form_versions
  for each statement execute function refuse_update();
--> statement-breakpoint
insert into deal_stages (name, position, outcome) values
  ('Qualification', 1, 'open'), ('Proposal', 2, 'open'), ('Negotiation', 3, 'open'), ('Won', 4, 'won'), ('Lost', 5, 'lost');
--> statement-breakpoint
create function derive_deal() returns trigger language plpgsql as $$
begin
  new.sort_name := fold(new.name);
  return new;
end
$$;
--> statement-breakpoint
create trigger derive_deal before insert or update of name on deals for each row execute function derive_deal();
