CREATE TABLE "burn_alerts" (
	"id" text PRIMARY KEY NOT NULL,
	"subject_id" text NOT NULL,
	"subject_kind" text NOT NULL,
	"organisation_id" text,
	"pace" text NOT NULL,
	"began_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "burn_alerts_pace" CHECK (pace in ('fast', 'slow')),
	CONSTRAINT "burn_alerts_order" CHECK (ended_at >= began_at)
);
--> statement-breakpoint
CREATE TABLE "instance_probe_changes" (
	"probe_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"reading" text NOT NULL,
	CONSTRAINT "instance_probe_changes_probe_id_at_pk" PRIMARY KEY("probe_id","at")
);
--> statement-breakpoint
CREATE TABLE "instance_probes" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"instance_id" text NOT NULL,
	"name" text NOT NULL,
	"protocol" text NOT NULL,
	"port" integer,
	"alert_after" integer NOT NULL,
	"alerts_by_mail" boolean NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by_account_id" text NOT NULL,
	"next_look_at" timestamp with time zone NOT NULL,
	"looked_at" timestamp with time zone,
	"reading" text,
	"seen_text" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"alerted_at" timestamp with time zone,
	CONSTRAINT "instance_probes_name" UNIQUE("instance_id","name"),
	CONSTRAINT "instance_probes_protocol" CHECK (protocol in ('icmp', 'tcp', 'http') and (protocol = 'icmp') = (port is null)),
	CONSTRAINT "instance_probes_port" CHECK (port between 1 and 65535),
	CONSTRAINT "instance_probes_alert" CHECK (alert_after between 1 and 10)
);
--> statement-breakpoint
CREATE TABLE "service_alert_mails" (
	"organisation_id" text NOT NULL,
	"account_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "service_alert_mails_organisation_id_account_id_pk" PRIMARY KEY("organisation_id","account_id")
);
--> statement-breakpoint
ALTER TABLE "instance_probe_changes" ADD CONSTRAINT "instance_probe_changes_probe_id_instance_probes_id_fk" FOREIGN KEY ("probe_id") REFERENCES "public"."instance_probes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instance_probes" ADD CONSTRAINT "instance_probes_created_by_account_id_accounts_id_fk" FOREIGN KEY ("created_by_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instance_probes" ADD CONSTRAINT "instance_probes_organisation_id_instance_id_instances_organisation_id_id_fk" FOREIGN KEY ("organisation_id","instance_id") REFERENCES "public"."instances"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_alert_mails" ADD CONSTRAINT "service_alert_mails_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_alert_mails" ADD CONSTRAINT "service_alert_mails_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "burn_alerts_live" ON "burn_alerts" USING btree ("subject_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "burn_alerts_by_subject" ON "burn_alerts" USING btree ("subject_id","began_at");--> statement-breakpoint
CREATE INDEX "instance_probes_due" ON "instance_probes" USING btree ("next_look_at");