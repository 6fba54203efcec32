/** What every implementation of the messaging contracts must do; inherit {@link MessagingContractTest}. */
package io.lapidary.messaging.contract;
