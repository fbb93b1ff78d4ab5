CREATE TABLE "audit_entries" (
	"number" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"user_id" uuid,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"request_id" text,
	"previous_hash" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bulk_operations" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"action" jsonb NOT NULL,
	"selection" jsonb NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"changed" integer DEFAULT 0 NOT NULL,
	"skipped" integer DEFAULT 0 NOT NULL,
	"error" text,
	"requested_by" uuid NOT NULL,
	"request_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"undone_at" timestamp (3) with time zone,
	"undone_by" uuid
);
--> statement-breakpoint
CREATE TABLE "bulk_targets" (
	"operation_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"outcome" text DEFAULT 'waiting' NOT NULL,
	"before" jsonb,
	"after" jsonb,
	CONSTRAINT "bulk_targets_operation_id_contact_id_pk" PRIMARY KEY("operation_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "company_changes" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"company_id" uuid NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"user_id" uuid,
	"field" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"route" text NOT NULL,
	"request_id" text
);
--> statement-breakpoint
CREATE TABLE "consent_warnings" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"contact_id" uuid NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"days_before" integer NOT NULL,
	"owner_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "contact_engagement" (
	"contact_id" uuid PRIMARY KEY NOT NULL,
	"lead_score" smallint DEFAULT 0,
	"scored_at" timestamp (3) with time zone,
	"score_due_at" timestamp (3) with time zone DEFAULT now(),
	"last_contacted_at" timestamp (3) with time zone,
	"last_activity_at" timestamp (3) with time zone,
	CONSTRAINT "contact_engagement_lead_score" CHECK ("contact_engagement"."lead_score" between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "contact_custom_values" (
	"contact_id" uuid NOT NULL,
	"field_id" uuid NOT NULL,
	"ordinal" smallint NOT NULL,
	"text_value" text NOT NULL,
	"number_value" double precision,
	"unique_value" text,
	CONSTRAINT "contact_custom_values_contact_id_field_id_ordinal_pk" PRIMARY KEY("contact_id","field_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "custom_fields" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"entity" text NOT NULL,
	"key" text NOT NULL,
	"label" text NOT NULL,
	"type" text NOT NULL,
	"required" boolean DEFAULT false NOT NULL,
	"is_unique" boolean DEFAULT false NOT NULL,
	"default_value" jsonb,
	"help" text,
	"position" integer DEFAULT 0 NOT NULL,
	"choices" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"in_pane" boolean DEFAULT false NOT NULL,
	"personal_data" boolean DEFAULT true NOT NULL,
	"sensitive" boolean DEFAULT false NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "score_adjustments" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"contact_id" uuid NOT NULL,
	"points" double precision NOT NULL,
	"reason" text NOT NULL,
	"user_id" uuid NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "scoring_rule_changes" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"rule_id" uuid NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"user_id" uuid,
	"before" jsonb,
	"after" jsonb
);
--> statement-breakpoint
CREATE TABLE "scoring_rules" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"name" text NOT NULL,
	"part" text NOT NULL,
	"condition" jsonb NOT NULL,
	"points" double precision NOT NULL,
	"cap" double precision,
	"half_life_days" double precision,
	"disqualifies" boolean DEFAULT false NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"name" text NOT NULL,
	"visibility" text NOT NULL,
	"query" jsonb NOT NULL,
	"owner_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "segment_members" (
	"segment_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"added_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"added_by" uuid,
	CONSTRAINT "segment_members_segment_id_contact_id_pk" PRIMARY KEY("segment_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "segments" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"kind" text NOT NULL,
	"filter" jsonb,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"owner_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_settings" (
	"user_id" uuid NOT NULL,
	"key" text NOT NULL,
	"value" jsonb NOT NULL,
	CONSTRAINT "user_settings_user_id_key_pk" PRIMARY KEY("user_id","key")
);
--> statement-breakpoint
DROP INDEX "contact_tags_tag";--> statement-breakpoint
ALTER TABLE "companies" ADD COLUMN "phone_display" text;--> statement-breakpoint
ALTER TABLE "companies" ADD COLUMN "website" text;--> statement-breakpoint
ALTER TABLE "companies" ADD COLUMN "custom_fields" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "companies" ADD COLUMN "sort_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "companies" ADD COLUMN "created_by" uuid;--> statement-breakpoint
ALTER TABLE "consent_entries" ADD COLUMN "purpose" text DEFAULT 'marketing' NOT NULL;--> statement-breakpoint
ALTER TABLE "consent_entries" ADD COLUMN "channel" text DEFAULT 'email' NOT NULL;--> statement-breakpoint
ALTER TABLE "consent_entries" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "consent_entries" ADD COLUMN "event" text;--> statement-breakpoint
ALTER TABLE "consent_entries" ADD COLUMN "event_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "consent_entries" ADD COLUMN "expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "consent_entries" ADD COLUMN "objection" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "consent_entries" ADD COLUMN "route" text DEFAULT 'person' NOT NULL;--> statement-breakpoint
ALTER TABLE "consent_entries" ADD COLUMN "request_id" text;--> statement-breakpoint
ALTER TABLE "jurisdictions" ADD COLUMN "business_rule" text DEFAULT 'opt_in' NOT NULL;--> statement-breakpoint
ALTER TABLE "jurisdictions" ADD COLUMN "personal_rule" text DEFAULT 'opt_in' NOT NULL;--> statement-breakpoint
ALTER TABLE "jurisdictions" ADD COLUMN "purchase_months" integer;--> statement-breakpoint
ALTER TABLE "jurisdictions" ADD COLUMN "inquiry_months" integer;--> statement-breakpoint
ALTER TABLE "jurisdictions" ADD COLUMN "tracking" text DEFAULT 'individual' NOT NULL;--> statement-breakpoint
ALTER TABLE "jurisdictions" ADD COLUMN "opt_out_within" text;--> statement-breakpoint
ALTER TABLE "jurisdictions" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "jurisdictions" ADD COLUMN "delivered" jsonb;--> statement-breakpoint
ALTER TABLE "jurisdictions" ADD COLUMN "updated_by" uuid;--> statement-breakpoint
ALTER TABLE "jurisdictions" ADD COLUMN "updated_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "jurisdictions" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "contact_addresses" ADD COLUMN "bounced_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "phone_display" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "mobile_display" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "phone_country" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "chosen_status" text DEFAULT 'active' NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "consent_expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "consent_proven" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "tracking_consent" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "objected_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "search_text" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "sort_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "sort_email" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "sort_company" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "sort_owner" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "law_country" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "law_basis" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "granted_roles" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_operations" ADD CONSTRAINT "bulk_operations_requested_by_users_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_operations" ADD CONSTRAINT "bulk_operations_undone_by_users_id_fk" FOREIGN KEY ("undone_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_targets" ADD CONSTRAINT "bulk_targets_operation_id_bulk_operations_id_fk" FOREIGN KEY ("operation_id") REFERENCES "public"."bulk_operations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_targets" ADD CONSTRAINT "bulk_targets_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "company_changes" ADD CONSTRAINT "company_changes_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "company_changes" ADD CONSTRAINT "company_changes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_warnings" ADD CONSTRAINT "consent_warnings_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_warnings" ADD CONSTRAINT "consent_warnings_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_engagement" ADD CONSTRAINT "contact_engagement_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_custom_values" ADD CONSTRAINT "contact_custom_values_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_custom_values" ADD CONSTRAINT "contact_custom_values_field_id_custom_fields_id_fk" FOREIGN KEY ("field_id") REFERENCES "public"."custom_fields"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_adjustments" ADD CONSTRAINT "score_adjustments_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_adjustments" ADD CONSTRAINT "score_adjustments_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scoring_rule_changes" ADD CONSTRAINT "scoring_rule_changes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "segment_members" ADD CONSTRAINT "segment_members_segment_id_segments_id_fk" FOREIGN KEY ("segment_id") REFERENCES "public"."segments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "segment_members" ADD CONSTRAINT "segment_members_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "segment_members" ADD CONSTRAINT "segment_members_added_by_users_id_fk" FOREIGN KEY ("added_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "segments" ADD CONSTRAINT "segments_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_settings" ADD CONSTRAINT "user_settings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bulk_targets_contact" ON "bulk_targets" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "company_changes_company" ON "company_changes" USING btree ("company_id","at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "consent_warnings_once" ON "consent_warnings" USING btree ("contact_id","expires_at","days_before");--> statement-breakpoint
CREATE INDEX "consent_warnings_owner" ON "consent_warnings" USING btree ("owner_id","created_at" DESC NULLS LAST) WHERE "consent_warnings"."seen_at" is null;--> statement-breakpoint
CREATE INDEX "contact_engagement_score" ON "contact_engagement" USING btree ((coalesce("lead_score", -1)),"contact_id");--> statement-breakpoint
CREATE INDEX "contact_engagement_contacted" ON "contact_engagement" USING btree ((coalesce("last_contacted_at", '-infinity'::timestamptz)),"contact_id");--> statement-breakpoint
CREATE INDEX "contact_engagement_activity" ON "contact_engagement" USING btree ((coalesce("last_activity_at", '-infinity'::timestamptz)),"contact_id");--> statement-breakpoint
CREATE INDEX "contact_engagement_due" ON "contact_engagement" USING btree ("score_due_at") WHERE "contact_engagement"."score_due_at" is not null;--> statement-breakpoint
CREATE INDEX "contact_custom_values_text" ON "contact_custom_values" USING btree ("field_id","text_value","contact_id");--> statement-breakpoint
CREATE INDEX "contact_custom_values_number" ON "contact_custom_values" USING btree ("field_id","number_value","contact_id") WHERE "contact_custom_values"."number_value" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "contact_custom_values_unique" ON "contact_custom_values" USING btree ("field_id","unique_value") WHERE "contact_custom_values"."unique_value" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "custom_fields_key" ON "custom_fields" USING btree ("entity","key");--> statement-breakpoint
CREATE INDEX "score_adjustments_contact" ON "score_adjustments" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "segment_members_contact" ON "segment_members" USING btree ("contact_id");--> statement-breakpoint
ALTER TABLE "companies" ADD CONSTRAINT "companies_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jurisdictions" ADD CONSTRAINT "jurisdictions_updated_by_users_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "companies_by_name" ON "companies" USING btree ("sort_name","id");--> statement-breakpoint
CREATE INDEX "companies_search" ON "companies" USING gin ("sort_name" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "companies_owner" ON "companies" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "contacts_search" ON "contacts" USING gin ("search_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "contacts_updated" ON "contacts" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "contacts_by_name" ON "contacts" USING btree ("sort_name","id");--> statement-breakpoint
CREATE INDEX "contacts_by_email" ON "contacts" USING btree ("sort_email","id");--> statement-breakpoint
CREATE INDEX "contacts_by_company" ON "contacts" USING btree ("sort_company","id");--> statement-breakpoint
CREATE INDEX "contacts_by_owner" ON "contacts" USING btree ("sort_owner","id");--> statement-breakpoint
CREATE INDEX "contacts_by_title" ON "contacts" USING btree ((lower(coalesce("job_title", ''))),"id");--> statement-breakpoint
CREATE INDEX "contacts_by_department" ON "contacts" USING btree ((lower(coalesce("department", ''))),"id");--> statement-breakpoint
CREATE INDEX "contacts_by_source" ON "contacts" USING btree ((lower(coalesce("source", ''))),"id");--> statement-breakpoint
CREATE INDEX "contacts_by_role" ON "contacts" USING btree ((coalesce("role", '')),"id");--> statement-breakpoint
CREATE INDEX "contacts_by_status" ON "contacts" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "contacts_by_consent" ON "contacts" USING btree ("consent_status","id");--> statement-breakpoint
CREATE INDEX "contacts_by_law" ON "contacts" USING btree ((coalesce("law_country", '')),"id");--> statement-breakpoint
CREATE INDEX "contacts_consent_ends" ON "contacts" USING btree ("consent_expires_at") WHERE "contacts"."consent_expires_at" is not null;--> statement-breakpoint
CREATE INDEX "contact_tags_tag" ON "contact_tags" USING btree ("tag_id","contact_id");