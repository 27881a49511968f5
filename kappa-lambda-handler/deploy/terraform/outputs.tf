output "api_url" {
  description = "Where clients find the coordinators; for kappa's --coordinator."
  value       = "${var.certificate_arn == null ? "http" : "https"}://${aws_lb.api.dns_name}"
}

output "function_name" {
  description = "The function's name."
  value       = aws_lambda_function.worker.function_name
}

output "function_version" {
  description = "The version that new runs begin with."
  value       = aws_lambda_function.worker.version
}

output "function_alias_arn" {
  description = "The alias of that version."
  value       = aws_lambda_alias.live.arn
}

output "bucket" {
  description = "The bucket for the application's data."
  value       = aws_s3_bucket.data.bucket
}

output "redis_endpoint" {
  description = "The store's address."
  value       = aws_memorydb_cluster.redis.cluster_endpoint[0].address
}

output "dashboard" {
  description = "Name of the dashboard in CloudWatch."
  value       = aws_cloudwatch_dashboard.kappa.dashboard_name
}
