CREATE TABLE "scoring_runs" (
	"id" uuid PRIMARY KEY DEFAULT uuid7() NOT NULL,
	"job_id" uuid NOT NULL,
	"asked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"fingerprint" text,
	"started_at" timestamp (3) with time zone,
	"cursor" uuid,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer,
	"matches" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE UNIQUE INDEX "scoring_runs_job" ON "scoring_runs" USING btree ("job_id");