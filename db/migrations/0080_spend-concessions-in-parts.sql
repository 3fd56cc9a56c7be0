ALTER TABLE "billing_concessions" DROP CONSTRAINT "billing_concessions_positive";--> statement-breakpoint
ALTER TABLE "billing_concessions" ADD COLUMN "used_cents" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "billing_concessions" ADD CONSTRAINT "billing_concessions_positive" CHECK (net_cents > 0 and used_cents between 0 and net_cents);