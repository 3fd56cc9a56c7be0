CREATE TABLE "host_metrics" (
	"host_id" text NOT NULL,
	"resolution_seconds" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"seconds" integer NOT NULL,
	"cpu_milli" bigint NOT NULL,
	"cpu_milli_max" bigint NOT NULL,
	"memory_mib" bigint NOT NULL,
	"memory_mib_max" bigint NOT NULL,
	"disk_mib" bigint,
	"received_bytes_per_second" bigint NOT NULL,
	"sent_bytes_per_second" bigint NOT NULL,
	CONSTRAINT "host_metrics_host_id_resolution_seconds_at_pk" PRIMARY KEY("host_id","resolution_seconds","at"),
	CONSTRAINT "host_metrics_resolutions" CHECK (resolution_seconds in (60, 3600))
);
--> statement-breakpoint
CREATE TABLE "instance_metrics" (
	"instance_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"resolution_seconds" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"seconds" integer NOT NULL,
	"cpu_milli" bigint NOT NULL,
	"cpu_milli_max" bigint NOT NULL,
	"memory_mib" bigint NOT NULL,
	"memory_mib_max" bigint NOT NULL,
	"disk_mib" bigint,
	"received_bytes_per_second" bigint NOT NULL,
	"sent_bytes_per_second" bigint NOT NULL,
	CONSTRAINT "instance_metrics_instance_id_resolution_seconds_at_pk" PRIMARY KEY("instance_id","resolution_seconds","at"),
	CONSTRAINT "instance_metrics_resolutions" CHECK (resolution_seconds in (60, 3600))
);
--> statement-breakpoint
CREATE TABLE "metric_samples" (
	"instance_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"host_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"cpu_micros" bigint NOT NULL,
	"memory_mib" integer NOT NULL,
	"disk_mib" integer,
	"received_bytes" bigint NOT NULL,
	"sent_bytes" bigint NOT NULL,
	CONSTRAINT "metric_samples_instance_id_at_pk" PRIMARY KEY("instance_id","at")
);
--> statement-breakpoint
ALTER TABLE "host_metrics" ADD CONSTRAINT "host_metrics_host_id_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."hosts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instance_metrics" ADD CONSTRAINT "instance_metrics_organisation_id_instance_id_instances_organisation_id_id_fk" FOREIGN KEY ("organisation_id","instance_id") REFERENCES "public"."instances"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "metric_samples" ADD CONSTRAINT "metric_samples_host_id_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."hosts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "metric_samples" ADD CONSTRAINT "metric_samples_organisation_id_instance_id_instances_organisation_id_id_fk" FOREIGN KEY ("organisation_id","instance_id") REFERENCES "public"."instances"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "host_metrics_by_time" ON "host_metrics" USING btree ("resolution_seconds","at");--> statement-breakpoint
CREATE INDEX "instance_metrics_by_time" ON "instance_metrics" USING btree ("resolution_seconds","at");--> statement-breakpoint
CREATE INDEX "metric_samples_by_time" ON "metric_samples" USING btree ("at");--> statement-breakpoint
CREATE INDEX "metric_samples_by_host" ON "metric_samples" USING btree ("host_id","at");--> statement-breakpoint
CREATE INDEX "sagas_moves_from" ON "sagas" USING btree ((input ->> 'fromHostId')) WHERE kind = 'move_instance';--> statement-breakpoint
CREATE INDEX "sagas_moves_to" ON "sagas" USING btree ((input ->> 'toHostId')) WHERE kind = 'move_instance';