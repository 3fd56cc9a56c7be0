-- The turn of a zone and its last comparison that ended well are two instants: a zone out of reach has turns and no comparison.
alter table zone_comparisons add column turn_at timestamp with time zone;
--> statement-breakpoint
update zone_comparisons set turn_at = compared_at;
--> statement-breakpoint
alter table zone_comparisons alter column turn_at set not null, alter column compared_at drop not null;
