"""The edge: nginx as the CDN and load balancer in front of the web instances."""
