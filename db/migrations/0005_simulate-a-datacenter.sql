CREATE SCHEMA "simulator";
--> statement-breakpoint
CREATE TABLE "simulator"."faults" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "simulator"."faults_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"operation" text,
	"resource" text,
	"zone_code" text,
	"host_name" text,
	"remaining" integer,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "faults_remaining" CHECK (remaining > 0)
);
--> statement-breakpoint
CREATE TABLE "simulator"."instances" (
	"name" text PRIMARY KEY NOT NULL,
	"resource_id" text,
	"organisation_id" text,
	"installation" text,
	"label" text NOT NULL,
	"host_name" text NOT NULL,
	"zone_code" text NOT NULL,
	"image" text NOT NULL,
	"vcpu" integer NOT NULL,
	"memory_mib" integer NOT NULL,
	"root_disk_gib" integer NOT NULL,
	"ssh_keys" text[] DEFAULT '{}' NOT NULL,
	"address" text NOT NULL,
	"tags" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"power" text DEFAULT 'stopped' NOT NULL,
	"reachable_at" timestamp with time zone,
	"previous_power" text,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "simulator"."operations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "simulator"."operations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"target" text NOT NULL,
	"change" jsonb NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	"failure_code" text,
	"failure_text" text
);
--> statement-breakpoint
CREATE TABLE "simulator"."settings" (
	"is_only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"latency_percent" integer DEFAULT 100 NOT NULL,
	"request_timeout_ms" integer DEFAULT 2000 NOT NULL,
	CONSTRAINT "settings_one_row" CHECK ("simulator"."settings"."is_only"),
	CONSTRAINT "settings_ranges" CHECK ("simulator"."settings"."latency_percent" >= 0 and "simulator"."settings"."request_timeout_ms" >= 0)
);
--> statement-breakpoint
CREATE TABLE "simulator"."strikes" (
	"target" text NOT NULL,
	"fault" text NOT NULL,
	"operation" text NOT NULL,
	CONSTRAINT "strikes_target_fault_operation_pk" PRIMARY KEY("target","fault","operation")
);
--> statement-breakpoint
CREATE TABLE "simulator"."volumes" (
	"name" text PRIMARY KEY NOT NULL,
	"resource_id" text,
	"organisation_id" text,
	"installation" text,
	"label" text NOT NULL,
	"zone_code" text NOT NULL,
	"pool_name" text NOT NULL,
	"size_gib" integer NOT NULL,
	"attached_to" text,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "simulator_instances_by_installation" ON "simulator"."instances" USING btree ("installation","resource_id");--> statement-breakpoint
CREATE UNIQUE INDEX "simulator_operations_running" ON "simulator"."operations" USING btree ("target") WHERE settled_at is null;--> statement-breakpoint
CREATE INDEX "simulator_operations_settled" ON "simulator"."operations" USING btree ("settled_at");--> statement-breakpoint
CREATE INDEX "simulator_volumes_by_installation" ON "simulator"."volumes" USING btree ("installation","resource_id");--> statement-breakpoint
CREATE INDEX "simulator_volumes_by_instance" ON "simulator"."volumes" USING btree ("attached_to");