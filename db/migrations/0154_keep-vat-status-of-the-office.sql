-- Once the billing office has said it, the customer does not change it any more; the portal may not write this column.
ALTER TABLE "billing_profiles" ADD COLUMN "vat_status_by_office" boolean DEFAULT false NOT NULL;
