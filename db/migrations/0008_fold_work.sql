DROP INDEX "contacts_by_title";--> statement-breakpoint
DROP INDEX "contacts_by_department";--> statement-breakpoint
DROP INDEX "contacts_by_source";--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "sort_title" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "sort_department" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "sort_source" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX "contacts_work" ON "contacts" USING gin ("sort_title" gin_trgm_ops,"sort_department" gin_trgm_ops,"sort_source" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "contacts_by_title" ON "contacts" USING btree ("sort_title","id");--> statement-breakpoint
CREATE INDEX "contacts_by_department" ON "contacts" USING btree ("sort_department","id");--> statement-breakpoint
CREATE INDEX "contacts_by_source" ON "contacts" USING btree ("sort_source","id");