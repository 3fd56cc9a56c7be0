CREATE TABLE "approval_links" (
	"secret_hash" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"order_id" text NOT NULL,
	"account_id" text NOT NULL,
	"content_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"spent_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "structure_answers" (
	"siret" text PRIMARY KEY NOT NULL,
	"answer" jsonb NOT NULL,
	"fetched_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"project_roles" jsonb NOT NULL,
	"secret_hash" text NOT NULL,
	"locale" text NOT NULL,
	"invited_by_account_id" text NOT NULL,
	"sends" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"accepted_by_account_id" text,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "invitations_secret_hash_unique" UNIQUE("secret_hash"),
	CONSTRAINT "invitations_ends" CHECK (accepted_at is null or withdrawn_at is null)
);
--> statement-breakpoint
CREATE TABLE "moderation_cases" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"project_id" text,
	"kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"summary" jsonb NOT NULL,
	"state" text NOT NULL,
	"assigned_staff_id" text,
	"opened_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"held_until" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"outcome" text,
	CONSTRAINT "moderation_cases_ends" CHECK ((state = 'closed') = (closed_at is not null and outcome is not null)),
	CONSTRAINT "moderation_cases_held" CHECK ((state = 'held') = (held_until is not null))
);
--> statement-breakpoint
ALTER TABLE "purchase_order_documents" DROP CONSTRAINT "purchase_order_documents_size";--> statement-breakpoint
ALTER TABLE "moderation_events" ADD COLUMN "case_id" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "accepted_by" text;--> statement-breakpoint
ALTER TABLE "approval_links" ADD CONSTRAINT "approval_links_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_links" ADD CONSTRAINT "approval_links_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_account_id_accounts_id_fk" FOREIGN KEY ("invited_by_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_accepted_by_account_id_accounts_id_fk" FOREIGN KEY ("accepted_by_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "moderation_cases" ADD CONSTRAINT "moderation_cases_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "approval_links_by_order" ON "approval_links" USING btree ("order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_open" ON "invitations" USING btree ("organisation_id","email") WHERE accepted_at is null and withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "invitations_recent" ON "invitations" USING btree ("organisation_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "moderation_cases_open" ON "moderation_cases" USING btree ("kind","subject_id") WHERE state <> 'closed';--> statement-breakpoint
CREATE INDEX "moderation_cases_waiting" ON "moderation_cases" USING btree ("opened_at") WHERE state <> 'closed';--> statement-breakpoint
CREATE INDEX "moderation_cases_measured" ON "moderation_cases" USING btree ("opened_at");--> statement-breakpoint
CREATE INDEX "moderation_cases_by_subject" ON "moderation_cases" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "moderation_events_by_case" ON "moderation_events" USING btree ("case_id") WHERE case_id is not null;--> statement-breakpoint
ALTER TABLE "purchase_order_documents" ADD CONSTRAINT "purchase_order_documents_size" CHECK (size_bytes between 1 and 10485760);