resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
}

# Each change makes a version; runs end on the one that they began with.
resource "aws_lambda_function" "worker" {
  function_name    = var.name
  role             = aws_iam_role.function.arn
  handler          = "dev.kappa.handler.KappaHandler"
  runtime          = var.function_runtime
  architectures    = ["x86_64"]
  filename         = var.application_jar
  source_code_hash = filebase64sha256(var.application_jar)
  memory_size      = var.function_memory_mb
  timeout          = var.function_timeout_seconds
  publish          = true

  environment {
    variables = {
      DATA_BUCKET = aws_s3_bucket.data.bucket
    }
  }

  dynamic "vpc_config" {
    for_each = aws_security_group.function

    content {
      subnet_ids         = var.subnet_ids
      security_group_ids = [vpc_config.value.id]
    }
  }

  depends_on = [aws_cloudwatch_log_group.function, aws_iam_role_policy.function]
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  description      = "The version that new runs begin with"
  function_name    = aws_lambda_function.worker.function_name
  function_version = aws_lambda_function.worker.version
}

# Coordinators invoke the function themselves and decide what is tried again.
resource "aws_lambda_function_event_invoke_config" "worker" {
  function_name          = aws_lambda_function.worker.function_name
  maximum_retry_attempts = 0
}
