ALTER TABLE "worker_heartbeats" ADD COLUMN "last_taken_at" timestamp with time zone;
