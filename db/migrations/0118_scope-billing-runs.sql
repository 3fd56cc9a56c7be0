ALTER TABLE "billing_runs" ADD COLUMN "scope" text DEFAULT 'all' NOT NULL;--> statement-breakpoint
ALTER TABLE "billing_runs" ADD CONSTRAINT "billing_runs_scope" CHECK (scope in ('all', 'one'));