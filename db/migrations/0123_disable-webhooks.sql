ALTER TABLE "webhook_endpoints" ADD COLUMN "disabled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD COLUMN "disabled_because" text;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_disabled" CHECK ((disabled_at is null) = (disabled_because is null));--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_disabled_because" CHECK (disabled_because in ('gone', 'failing'));--> statement-breakpoint
-- Whoever delivers sees that an endpoint takes nothing; whoever makes an event skips it.
grant update (disabled_at, disabled_because) on webhook_endpoints to andromede_worker;
--> statement-breakpoint
grant select (disabled_at) on webhook_endpoints to andromede_operator;
