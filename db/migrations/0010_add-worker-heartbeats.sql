CREATE TABLE "worker_heartbeats" (
	"queue_pool_id" text PRIMARY KEY NOT NULL,
	"worker_id" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "saga_steps" ADD COLUMN "undo_error_code" text;--> statement-breakpoint
ALTER TABLE "saga_steps" ADD COLUMN "undo_error_text" text;