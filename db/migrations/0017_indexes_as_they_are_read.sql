DROP INDEX "activity_contacts_timeline";--> statement-breakpoint
DROP INDEX "activity_contacts_by_type";--> statement-breakpoint
DROP INDEX "audit_entries_subject";--> statement-breakpoint
DROP INDEX "company_changes_company";--> statement-breakpoint
DROP INDEX "consent_entries_contact";--> statement-breakpoint
DROP INDEX "consent_warnings_owner";--> statement-breakpoint
DROP INDEX "contact_changes_contact";--> statement-breakpoint
CREATE INDEX "activity_contacts_timeline" ON "activity_contacts" USING btree ("contact_id","occurred_at","activity_id");--> statement-breakpoint
CREATE INDEX "activity_contacts_by_type" ON "activity_contacts" USING btree ("contact_id","type","occurred_at","activity_id");--> statement-breakpoint
CREATE INDEX "audit_entries_subject" ON "audit_entries" USING btree ("subject_id","number");--> statement-breakpoint
CREATE INDEX "company_changes_company" ON "company_changes" USING btree ("company_id","at","id");--> statement-breakpoint
CREATE INDEX "consent_entries_contact" ON "consent_entries" USING btree ("contact_id","effective_at","id");--> statement-breakpoint
CREATE INDEX "consent_warnings_owner" ON "consent_warnings" USING btree ("owner_id","created_at") WHERE "consent_warnings"."seen_at" is null;--> statement-breakpoint
CREATE INDEX "contact_changes_contact" ON "contact_changes" USING btree ("contact_id","at","id");