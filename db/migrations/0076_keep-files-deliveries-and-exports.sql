CREATE TABLE "delivery_statuses" (
	"delivery_id" text NOT NULL,
	"external_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"code" integer NOT NULL,
	"reason_code" text,
	"reason_text" text,
	"happened_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "delivery_statuses_delivery_id_external_id_pk" PRIMARY KEY("delivery_id","external_id"),
	CONSTRAINT "delivery_statuses_code" CHECK (code between 200 and 699)
);
--> statement-breakpoint
CREATE TABLE "document_deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"document_id" text NOT NULL,
	"channel" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"external_id" text,
	"status_code" integer,
	"failure_code" text,
	"failure_text" text,
	"deposited_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	"settled_by_staff_id" text,
	CONSTRAINT "document_deliveries_once" UNIQUE("document_id","channel"),
	CONSTRAINT "document_deliveries_by_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "document_deliveries_channel" CHECK (channel in ('mail', 'chorus_pro', 'platform')),
	CONSTRAINT "document_deliveries_state" CHECK (state in ('waiting', 'deposited', 'accepted', 'rejected', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "document_files" (
	"document_id" text NOT NULL,
	"kind" text NOT NULL,
	"organisation_id" text NOT NULL,
	"content" "bytea" NOT NULL,
	"sha256" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "document_files_document_id_kind_pk" PRIMARY KEY("document_id","kind"),
	CONSTRAINT "document_files_kind" CHECK (kind in ('pdf', 'cii'))
);
--> statement-breakpoint
CREATE TABLE "einvoice_connections" (
	"channel" text PRIMARY KEY NOT NULL,
	"base_url" text NOT NULL,
	"token_url" text NOT NULL,
	"client_id" text NOT NULL,
	"client_secret_sealed" text NOT NULL,
	"account_sealed" text,
	"polled_until" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "einvoice_connections_channel" CHECK (channel in ('chorus_pro', 'platform')),
	CONSTRAINT "einvoice_connections_account" CHECK ((channel = 'chorus_pro') = (account_sealed is not null))
);
--> statement-breakpoint
CREATE TABLE "embedded_flows" (
	"tracking_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"sha256" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"given_code" integer,
	"given_reason" text,
	"given_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "export_chunks" (
	"export_id" text NOT NULL,
	"position" integer NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "export_chunks_export_id_position_pk" PRIMARY KEY("export_id","position")
);
--> statement-breakpoint
CREATE TABLE "export_jobs" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text,
	"requested_by" text NOT NULL,
	"kind" text NOT NULL,
	"format" text NOT NULL,
	"period" text NOT NULL,
	"locale" text NOT NULL,
	"state" text NOT NULL,
	"rows" integer DEFAULT 0 NOT NULL,
	"bytes" integer DEFAULT 0 NOT NULL,
	"file_name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "export_jobs_state" CHECK (state in ('waiting', 'running', 'ready', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "purchase_accounts" (
	"organisation_id" text NOT NULL,
	"cost_centre" text NOT NULL,
	"account" text NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "purchase_accounts_organisation_id_cost_centre_pk" PRIMARY KEY("organisation_id","cost_centre"),
	CONSTRAINT "purchase_accounts_account" CHECK (account ~ '^6[0-9]{2,11}$')
);
--> statement-breakpoint
ALTER TABLE "delivery_statuses" ADD CONSTRAINT "delivery_statuses_delivery" FOREIGN KEY ("organisation_id","delivery_id") REFERENCES "public"."document_deliveries"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_deliveries" ADD CONSTRAINT "document_deliveries_settled_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("settled_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_deliveries" ADD CONSTRAINT "document_deliveries_document" FOREIGN KEY ("organisation_id","document_id") REFERENCES "public"."billing_documents"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_files" ADD CONSTRAINT "document_files_document" FOREIGN KEY ("organisation_id","document_id") REFERENCES "public"."billing_documents"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "export_chunks" ADD CONSTRAINT "export_chunks_export_id_export_jobs_id_fk" FOREIGN KEY ("export_id") REFERENCES "public"."export_jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "export_jobs" ADD CONSTRAINT "export_jobs_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_accounts" ADD CONSTRAINT "purchase_accounts_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "document_deliveries_due" ON "document_deliveries" USING btree ("next_attempt_at") WHERE next_attempt_at is not null;--> statement-breakpoint
CREATE INDEX "export_jobs_recent" ON "export_jobs" USING btree ("organisation_id","created_at");