-- Purchase orders, engagements and markets always have invoices of their own: they are no choice any more.
update billing_profiles set grouping = 'organisation' where grouping in ('purchase_order', 'engagement');
