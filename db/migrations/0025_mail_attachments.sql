CREATE TABLE "owed_attachments" (
	"mailbox_id" uuid NOT NULL,
	"graph_message_id" text NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "owed_attachments_mailbox_id_graph_message_id_pk" PRIMARY KEY("mailbox_id","graph_message_id")
);
--> statement-breakpoint
-- Mails of the last year that are stored already get theirs too: older ones are seldom looked at, and each costs a request.
insert into owed_attachments (mailbox_id, graph_message_id, occurred_at)
select k.mailbox_id, k.graph_message_id, a.occurred_at
  from activities a join message_copies k on k.message_id = a.message_id
 where a.type in ('email_sent', 'email_received') and a.occurred_at > now() - interval '12 months'
   and a.details ->> 'hasAttachments' = 'true' and k.left_folder_at is null;
--> statement-breakpoint
CREATE INDEX "owed_attachments_newest" ON "owed_attachments" USING btree ("mailbox_id","occurred_at");
--> statement-breakpoint
-- Last: until then mail is stored beside the look through all entries.
ALTER TABLE "owed_attachments" ADD CONSTRAINT "owed_attachments_copy" FOREIGN KEY ("mailbox_id","graph_message_id") REFERENCES "public"."message_copies"("mailbox_id","graph_message_id") ON DELETE cascade ON UPDATE no action;
