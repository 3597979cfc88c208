// Package sealed serves interfaces that only their own package implements: those of the AWS SDK's DynamoDB client.
package sealed

import "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

//bluebird:rpc
func EchoAttributeValue(v types.AttributeValue) types.AttributeValue { return v }

//bluebird:rpc
func EchoItem(v map[string]types.AttributeValue) map[string]types.AttributeValue { return v }

//bluebird:rpc
func EchoWrite(v types.TransactWriteItem) types.TransactWriteItem { return v }
