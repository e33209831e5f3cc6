"""Electronic declarations (tờ khai điện tử): what a form asks, and what answers it takes. Plain Python."""
