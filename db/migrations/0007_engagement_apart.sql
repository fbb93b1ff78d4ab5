ALTER TABLE "contacts" DROP CONSTRAINT "contacts_lead_score";--> statement-breakpoint
ALTER TABLE "contacts" DROP COLUMN "lead_score";--> statement-breakpoint
ALTER TABLE "contacts" DROP COLUMN "last_contacted_at";--> statement-breakpoint
ALTER TABLE "contacts" DROP COLUMN "last_activity_at";