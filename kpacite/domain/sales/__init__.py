"""Clients, requests, quotes, orders, invoices and payments: from a request to cash."""
