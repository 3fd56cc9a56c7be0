-- The customer's home page asks for no payment of an invoice whose reminders staff have stopped. Why stays with staff.
grant select (organisation_id, document_id) on dunning_holds to andromede_portal;
