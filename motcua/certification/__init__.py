"""The books of certifications (sổ chứng thực) and their tariff: a row for each request, with numbers without gaps."""
