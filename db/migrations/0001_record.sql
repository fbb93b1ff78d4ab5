CREATE TABLE "activities" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"type" text NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"source" text NOT NULL,
	"summary" text,
	"details" json DEFAULT '{}'::json NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_user_id" uuid,
	"actor_name" text,
	"actor_address" text,
	"message_id" uuid,
	"shared" smallint DEFAULT 2 NOT NULL,
	"holders" json DEFAULT '[]'::json NOT NULL,
	"contact_count" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "activity_contacts" (
	"activity_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"type" text NOT NULL,
	"blind" boolean DEFAULT false NOT NULL,
	CONSTRAINT "activity_contacts_activity_id_contact_id_pk" PRIMARY KEY("activity_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "companies" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"name" text NOT NULL,
	"phone" text,
	"country" text,
	"owner_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "company_domains" (
	"domain" text PRIMARY KEY NOT NULL,
	"company_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consent_entries" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"contact_id" uuid NOT NULL,
	"status" text NOT NULL,
	"type" text,
	"gdpr_basis" text,
	"effective_at" timestamp (3) with time zone NOT NULL,
	"source" text,
	"evidence" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"recorded_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "jurisdictions" (
	"country" text PRIMARY KEY NOT NULL,
	"law" text NOT NULL,
	"source" text NOT NULL,
	"reviewed_on" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contact_addresses" (
	"address" text PRIMARY KEY NOT NULL,
	"contact_id" uuid NOT NULL,
	"display" text NOT NULL,
	"plain" text,
	"is_primary" boolean NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contact_changes" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"contact_id" uuid NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"user_id" uuid,
	"field" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"route" text NOT NULL,
	"request_id" text
);
--> statement-breakpoint
CREATE TABLE "contact_tags" (
	"contact_id" uuid NOT NULL,
	"tag_id" uuid NOT NULL,
	CONSTRAINT "contact_tags_contact_id_tag_id_pk" PRIMARY KEY("contact_id","tag_id")
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"first_name" text,
	"last_name" text,
	"phone" text,
	"mobile" text,
	"job_title" text,
	"department" text,
	"company_id" uuid,
	"role" text,
	"status" text DEFAULT 'active' NOT NULL,
	"lead_score" integer DEFAULT 0 NOT NULL,
	"source" text,
	"owner_id" uuid,
	"custom_fields" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"linkedin" text,
	"twitter" text,
	"country" text,
	"consent_status" text DEFAULT 'unknown' NOT NULL,
	"consent_type" text,
	"consent_date" timestamp (3) with time zone,
	"consent_source" text,
	"gdpr_basis" text,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_contacted_at" timestamp (3) with time zone,
	"last_activity_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "contacts_lead_score" CHECK ("contacts"."lead_score" between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "tags" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mailbox_folders" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"mailbox_id" uuid NOT NULL,
	"graph_folder_id" text NOT NULL,
	"well_known_name" text,
	"name" text NOT NULL,
	"delta_link" text,
	"next_link" text,
	"step" integer DEFAULT 0 NOT NULL,
	"read_in_round" integer DEFAULT 0 NOT NULL,
	"resets" integer DEFAULT 0 NOT NULL,
	"last_synced_at" timestamp (3) with time zone,
	CONSTRAINT "mailbox_folders_folder" UNIQUE("mailbox_id","graph_folder_id")
);
--> statement-breakpoint
CREATE TABLE "mailbox_subscriptions" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"folder_id" uuid NOT NULL,
	"graph_subscription_id" text,
	"expires_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mailbox_subscriptions_folderId_unique" UNIQUE("folder_id"),
	CONSTRAINT "mailbox_subscriptions_graphSubscriptionId_unique" UNIQUE("graph_subscription_id")
);
--> statement-breakpoint
CREATE TABLE "mailboxes" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"graph_user_id" uuid NOT NULL,
	"user_id" uuid,
	"address" text NOT NULL,
	"name" text,
	"state" text DEFAULT 'available' NOT NULL,
	"share_level" text DEFAULT 'all' NOT NULL,
	"new_people" text DEFAULT 'off' NOT NULL,
	"sync_from" timestamp (3) with time zone,
	"history_months" integer DEFAULT 36 NOT NULL,
	"folder_names" text[] DEFAULT '{"inbox","sentitems"}' NOT NULL,
	"due_at" timestamp (3) with time zone,
	"last_synced_at" timestamp (3) with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"error" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mailboxes_graphUserId_unique" UNIQUE("graph_user_id")
);
--> statement-breakpoint
CREATE TABLE "correspondents" (
	"address_hash" "bytea" NOT NULL,
	"tagged_hash" "bytea",
	"mailbox_id" uuid NOT NULL,
	"graph_message_id" text NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"blind" boolean DEFAULT false NOT NULL,
	CONSTRAINT "correspondents_address_hash_mailbox_id_graph_message_id_pk" PRIMARY KEY("address_hash","mailbox_id","graph_message_id")
);
--> statement-breakpoint
CREATE TABLE "mail_blocks" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"kind" text NOT NULL,
	"pattern" text NOT NULL,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mail_blocks_pattern" UNIQUE("kind","pattern")
);
--> statement-breakpoint
CREATE TABLE "message_copies" (
	"mailbox_id" uuid NOT NULL,
	"graph_message_id" text NOT NULL,
	"message_id" uuid NOT NULL,
	"web_link" text,
	"left_folder_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "message_copies_mailbox_id_graph_message_id_pk" PRIMARY KEY("mailbox_id","graph_message_id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"internet_message_id" text NOT NULL,
	"variant" smallint DEFAULT 0 NOT NULL,
	"direction" text NOT NULL,
	"kind" text NOT NULL,
	"sender" text NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"subject_key" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "messages_identity" UNIQUE("internet_message_id","variant")
);
--> statement-breakpoint
CREATE TABLE "new_people" (
	"address" text PRIMARY KEY NOT NULL,
	"name" text,
	"mailbox_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "owed_backfills" (
	"contact_id" uuid PRIMARY KEY NOT NULL,
	"since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"due_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "set_aside_messages" (
	"mailbox_id" uuid NOT NULL,
	"graph_message_id" text NOT NULL,
	"reason" text NOT NULL,
	"attempts" integer DEFAULT 1 NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "set_aside_messages_mailbox_id_graph_message_id_pk" PRIMARY KEY("mailbox_id","graph_message_id")
);
--> statement-breakpoint
CREATE TABLE "graph_throttles" (
	"scope" text PRIMARY KEY NOT NULL,
	"not_before" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"user_id" uuid NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"answer" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_user_id_key_pk" PRIMARY KEY("user_id","key")
);
--> statement-breakpoint
CREATE TABLE "job_progress" (
	"job_id" uuid PRIMARY KEY NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organisation" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organisation_addresses" (
	"address" text PRIMARY KEY NOT NULL,
	"entra_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organisation_domains" (
	"domain" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"entra_id" uuid NOT NULL,
	"email" text,
	"name" text NOT NULL,
	"roles" text[] DEFAULT '{}' NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"last_seen_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_entraId_unique" UNIQUE("entra_id")
);
--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_actor_user_id_users_id_fk" FOREIGN KEY ("actor_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_contacts" ADD CONSTRAINT "activity_contacts_activity_id_activities_id_fk" FOREIGN KEY ("activity_id") REFERENCES "public"."activities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_contacts" ADD CONSTRAINT "activity_contacts_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "companies" ADD CONSTRAINT "companies_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "company_domains" ADD CONSTRAINT "company_domains_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_entries" ADD CONSTRAINT "consent_entries_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_entries" ADD CONSTRAINT "consent_entries_recorded_by_users_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_addresses" ADD CONSTRAINT "contact_addresses_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_changes" ADD CONSTRAINT "contact_changes_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_changes" ADD CONSTRAINT "contact_changes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_tags" ADD CONSTRAINT "contact_tags_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_tags" ADD CONSTRAINT "contact_tags_tag_id_tags_id_fk" FOREIGN KEY ("tag_id") REFERENCES "public"."tags"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mailbox_folders" ADD CONSTRAINT "mailbox_folders_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mailbox_subscriptions" ADD CONSTRAINT "mailbox_subscriptions_folder_id_mailbox_folders_id_fk" FOREIGN KEY ("folder_id") REFERENCES "public"."mailbox_folders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD CONSTRAINT "mailboxes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "correspondents" ADD CONSTRAINT "correspondents_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_blocks" ADD CONSTRAINT "mail_blocks_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_copies" ADD CONSTRAINT "message_copies_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_copies" ADD CONSTRAINT "message_copies_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "new_people" ADD CONSTRAINT "new_people_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "owed_backfills" ADD CONSTRAINT "owed_backfills_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "set_aside_messages" ADD CONSTRAINT "set_aside_messages_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "activities_message" ON "activities" USING btree ("message_id","type") WHERE "activities"."message_id" is not null;--> statement-breakpoint
CREATE INDEX "activity_contacts_timeline" ON "activity_contacts" USING btree ("contact_id","occurred_at" DESC NULLS LAST,"activity_id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "activity_contacts_by_type" ON "activity_contacts" USING btree ("contact_id","type","occurred_at" DESC NULLS LAST,"activity_id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "companies_name" ON "companies" USING btree (lower("name"));--> statement-breakpoint
CREATE INDEX "company_domains_company" ON "company_domains" USING btree ("company_id");--> statement-breakpoint
CREATE INDEX "consent_entries_contact" ON "consent_entries" USING btree ("contact_id","effective_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "contact_addresses_contact" ON "contact_addresses" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "contact_addresses_plain" ON "contact_addresses" USING btree ("plain") WHERE "contact_addresses"."plain" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "contact_addresses_one_primary" ON "contact_addresses" USING btree ("contact_id") WHERE "contact_addresses"."is_primary";--> statement-breakpoint
CREATE INDEX "contact_changes_contact" ON "contact_changes" USING btree ("contact_id","at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "contact_tags_tag" ON "contact_tags" USING btree ("tag_id");--> statement-breakpoint
CREATE INDEX "contacts_company" ON "contacts" USING btree ("company_id");--> statement-breakpoint
CREATE INDEX "contacts_owner" ON "contacts" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "contacts_created" ON "contacts" USING btree ("created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "tags_name" ON "tags" USING btree (lower("name"));--> statement-breakpoint
CREATE INDEX "mailboxes_due" ON "mailboxes" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "correspondents_message" ON "correspondents" USING btree ("mailbox_id","graph_message_id");--> statement-breakpoint
CREATE INDEX "correspondents_expiry" ON "correspondents" USING btree ("occurred_at");--> statement-breakpoint
CREATE INDEX "message_copies_message" ON "message_copies" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "owed_backfills_due" ON "owed_backfills" USING btree ("due_at");